//! Nothing to depend on: this package exists so that `examples/` and `tests/` stand at the top of the workspace.
