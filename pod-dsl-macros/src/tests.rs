//! What `expand` makes of what users write, rightly or wrongly.

mod bundles;
mod checks;
mod mistakes;
mod nested;
mod random;
mod statements;
mod unfinished;

use proc_macro2::{TokenStream, TokenTree};

use crate::syntax::Grammar;

/// Expands a macro call, to compare with [`rust`].
fn expanded(input: &str) -> String {
    spelled(crate::expand(tokens(input), Grammar::Pod))
}

/// Gives Rust as [`expanded`] gives it, whatever its spacing; `#steps` stand between the pod's making and its end.
fn rust(steps: &str) -> String {
    spelled(tokens(&format!("{{ #[allow(unused_mut)] let mut p = ::pod_dsl::Pod::new(\"x\"); {steps} p }}")))
}

/// Gives a container block's expression.
fn container(head: &str, steps: &str) -> String {
    value(&format!("::pod_dsl::Container::new({head})"), steps)
}

/// Gives the expression of a block whose role has the given constructor.
fn value(constructor: &str, steps: &str) -> String {
    format!("{{ #[allow(unused_mut)] let mut c = {constructor}; {steps} c }}")
}

/// Gives the errors of a macro call, each as `line:column message`.
fn errors(input: &str) -> Vec<String> {
    errors_of(input, Grammar::Pod)
}

fn errors_of(input: &str, grammar: Grammar) -> Vec<String> {
    let mut errors = understood(input, grammar).errors.listed();
    // Most tests are about statements, and need no container for that.
    errors.retain(|error| !error.ends_with(crate::check::across::NO_CONTAINER));
    errors
}

fn understood(input: &str, grammar: Grammar) -> crate::Understood {
    crate::understand(tokens(input), grammar)
}

/// Asserts that a macro call has exactly these errors, and that it makes of the rest what `steps` say.
fn assert_mended(input: &str, messages: &[&str], steps: &str) {
    assert_eq!(errors(input), messages, "{input}");
    assert_eq!(sound(input, Grammar::Pod), rust(steps), "{input}");
}

/// Gives what is expanded of a macro call beside its errors and checks.
fn sound(input: &str, grammar: Grammar) -> String {
    let object = understood(input, grammar).object;
    spelled(crate::emit::whole(&object, &crate::errors::Errors::default(), &crate::check::Checks::default()))
}

/// Asserts that a macro call is sound and what it becomes.
fn assert_expands(input: &str, steps: &str) {
    assert_mended(input, &[], steps);
}

fn tokens(text: &str) -> TokenStream {
    text.parse().unwrap_or_else(|error| panic!("{error}: {text}"))
}

/// Writes tokens with a space between each two, and none within `::`, `=>` and the like.
fn spelled(stream: TokenStream) -> String {
    let mut text = String::new();
    spell(stream, &mut text);
    text
}

fn spell(stream: TokenStream, text: &mut String) {
    let mut tokens = stream.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    proc_macro2::Delimiter::Parenthesis => ("( ", ") "),
                    proc_macro2::Delimiter::Bracket => ("[ ", "] "),
                    proc_macro2::Delimiter::Brace => ("{\n", "}\n"),
                    proc_macro2::Delimiter::None => ("", ""),
                };
                text.push_str(open);
                spell(group.stream(), text);
                text.push_str(close);
            }
            TokenTree::Punct(punct) => {
                text.push(punct.as_char());
                let joint = punct.spacing() == proc_macro2::Spacing::Joint;
                match punct.as_char() {
                    ';' => text.push('\n'),
                    _ if joint && matches!(tokens.peek(), Some(TokenTree::Punct(_))) => {}
                    _ => text.push(' '),
                }
            }
            token => {
                text.push_str(&token.to_string());
                text.push(' ');
            }
        }
    }
}
