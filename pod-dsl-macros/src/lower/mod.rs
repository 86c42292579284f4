//! Which calls of the builder the user means: blocks become constructors, and every mistake in meaning is reported.

mod blocks;

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote_spanned;

use crate::{
    check::{Checks, across},
    errors::Errors,
    syntax::{Branch, Entries, Statement},
    tokens::{Tokens, expressions, is_keyword},
};

/// A value of the builder's: constructed, then changed step by step.
#[derive(Debug)]
pub(crate) struct Object {
    /// The variable that holds it; no user can name it.
    pub(crate) variable: &'static str,
    pub(crate) constructor: Constructor,
    pub(crate) steps: Vec<Step>,
}

/// How an object begins.
#[derive(Debug)]
pub(crate) enum Constructor {
    /// `::pod_dsl::Type::function(inner, arguments…)`
    Call {
        /// The user's word that stands for the call.
        place: Span,
        of: &'static str,
        function: Ident,
        inner: Option<Box<Constructor>>,
        arguments: Vec<TokenStream>,
    },
    /// What plain Rust has made.
    Expression(TokenStream),
}

/// What happens to an object, or to a variable of the user's.
#[derive(Debug)]
pub(crate) enum Step {
    /// `object = object.verb(arguments);`
    Call {
        verb: Ident,
        arguments: TokenStream,
    },
    /// `object = object.method(part);`
    Add {
        method: Ident,
        part: Object,
    },
    /// `let handle = part; object = object.method(handle.clone());`
    AddNamed {
        method: Ident,
        handle: Ident,
        part: Object,
    },
    /// `let _ = part;`, for a block in a wrong place.
    SetAside(Object),
    /// `let …;`
    Let(TokenStream),
    /// `let name = ::pod_dsl::Volume::constructor;`
    Volume {
        keyword: Ident,
        name: Ident,
        constructor: TokenStream,
    },
    Flow(Vec<Branch<Step>>),
    Match {
        head: TokenStream,
        braces: Span,
        arms: Vec<Branch<Step>>,
    },
}

/// Lowers all statements of a `pod!` whose first token stands at `start`.
pub(crate) fn pod(
    statements: Vec<Statement>,
    start: Span,
    errors: &mut Errors,
    checks: &mut Checks,
) -> Object {
    across::pod(&statements, checks);
    let named = matches!(statements.first(), Some(Statement::Pod { .. }));
    let lone = named && across::without_container(&statements);
    let mut statements = statements.into_iter().peekable();
    let mut lowering = Lowering { errors, checks, name: None };
    match statements.next_if(|first| matches!(first, Statement::Pod { .. })) {
        Some(Statement::Pod { keyword, name }) => lowering.name(&keyword, name),
        _ if statements.peek().is_none() => {
            lowering.errors.at(start, "expected `pod \"name\";`");
            lowering.name = Some((start, text(start)));
        }
        _ => {}
    }
    let steps = lowering.steps(statements, Inside { keyword: None, of: "Pod", entries: None });
    let (place, name) = lowering.name.unwrap_or_else(|| {
        errors.at(start, "expected `pod \"name\";` before this");
        (start, text(start))
    });
    if lone {
        errors.at(place, across::NO_CONTAINER);
    }
    let constructor = Constructor::new("Pod", place, vec![name]);
    Object { variable: "p", constructor, steps }
}

/// Lowers all statements of a `bundle!` whose first token stands at `start`.
pub(crate) fn bundle(
    statements: Vec<Statement>,
    start: Span,
    errors: &mut Errors,
    checks: &mut Checks,
) -> Object {
    across::bundle(&statements, checks);
    let mut lowering = Lowering { errors, checks, name: None };
    let steps = lowering.steps(statements, Inside { keyword: None, of: "Bundle", entries: None });
    Object { variable: "b", constructor: Constructor::new("Bundle", start, Vec::new()), steps }
}

impl Constructor {
    fn new(of: &'static str, place: Span, arguments: Vec<TokenStream>) -> Constructor {
        Constructor::Call { place, of, function: Ident::new("new", place), inner: None, arguments }
    }
}

/// Where a statement stands.
#[derive(Clone, Copy)]
struct Inside<'a> {
    /// The word that opened the block; none for what the macro call itself holds.
    keyword: Option<&'a Ident>,
    /// The type whose verbs stand here.
    of: &'static str,
    /// The entries that stand here instead of verbs.
    entries: Option<&'static Entries>,
}

struct Lowering<'e> {
    errors: &'e mut Errors,
    checks: &'e mut Checks,
    /// The pod's name and the word before it, once they have been read.
    name: Option<(Span, TokenStream)>,
}

impl Lowering<'_> {
    fn steps(&mut self, statements: impl IntoIterator<Item = Statement>, inside: Inside) -> Vec<Step> {
        statements.into_iter().filter_map(|statement| self.step(statement, inside)).collect()
    }

    fn step(&mut self, statement: Statement, inside: Inside) -> Option<Step> {
        Some(match statement {
            Statement::Pod { keyword, name } => {
                self.misplaced_name(&keyword, name, inside);
                return None;
            }
            Statement::Verb { verb, arguments } => {
                let arguments = self.checks.call(inside.of, &verb.to_string(), arguments, self.errors);
                Step::Call { verb, arguments }
            }
            Statement::Let(statement) => {
                self.checks.expression(&statement);
                Step::Let(statement)
            }
            Statement::Volume { keyword, name, constructor } => self.volume(keyword, name, constructor),
            Statement::Block { keyword, handle, head, body } => {
                self.block(&keyword, handle, head, body, inside)
            }
            Statement::Entry { place, key, value } => self.entry(place, &key, &value, inside),
            Statement::Value { place, expression } => {
                self.checks.expression(&expression);
                Step::Call { verb: Ident::new("add", place), arguments: expression }
            }
            Statement::Splice { dots, expression } => self.splice(&dots, expression, inside),
            Statement::Flow(branches) => Step::Flow(self.branches(branches, inside)),
            Statement::Match { head, braces, arms } => {
                self.checks.expression(&head);
                Step::Match { head, braces, arms: self.branches(arms, inside) }
            }
        })
    }

    fn branches(&mut self, branches: Vec<Branch>, inside: Inside) -> Vec<Branch<Step>> {
        let mut lower = |Branch { head, braces, body }| {
            self.checks.expression(&head);
            Branch { head, braces, body: self.steps(body, inside) }
        };
        branches.into_iter().map(&mut lower).collect()
    }

    /// Takes `pod name;`, the only one so far.
    fn name(&mut self, keyword: &Ident, name: TokenStream) {
        let mut parts = expressions(name).into_iter();
        let name = if let Some(name) = parts.next() {
            self.checks.argument("Pod", "new", 0, name, self.errors)
        } else {
            self.errors.at(keyword.span(), "`pod` needs a name: `pod \"web\";`");
            text(keyword.span())
        };
        if let Some(surplus) = parts.next() {
            self.errors.over(surplus, keyword.span(), "`pod` takes a name and nothing more");
        }
        self.name = Some((keyword.span(), name));
    }

    /// Reports a `pod name;` that is not the first statement.
    fn misplaced_name(&mut self, keyword: &Ident, name: TokenStream, inside: Inside) {
        if self.name.is_some() || inside.keyword.is_some_and(|outer| outer == "pod") {
            self.errors.at(keyword.span(), "a second `pod`: one `pod!` makes one pod");
        } else {
            self.errors.at(keyword.span(), "`pod \"name\";` stands first, before everything else");
            self.name(keyword, name);
        }
    }

    /// Lowers `volume name = constructor(…);`, where a constructor is one of `Volume`'s own.
    fn volume(&mut self, keyword: Ident, name: Ident, constructor: TokenStream) -> Step {
        let tokens = Tokens::new(constructor.clone());
        let named = tokens.word(0).is_some_and(|word| !is_keyword(word));
        if named && !tokens.is_path_separator(1) {
            self.checks.chain("Volume", &constructor);
            return Step::Volume { keyword, name, constructor };
        }
        let message = format!(
            "`volume` names a constructor of `Volume`, as in `volume {name} = empty_dir(\"data\");`; `let` binds anything"
        );
        self.errors.over(&constructor, name.span(), message);
        if constructor.is_empty() {
            let constructor = quote_spanned!(name.span()=> empty_dir(""));
            return Step::Volume { keyword, name, constructor };
        }
        Step::Let(quote_spanned!(keyword.span()=> let #name = #constructor))
    }

    /// Lowers `KEY = value;`
    fn entry(&mut self, place: Span, key: &TokenStream, value: &TokenStream, inside: Inside) -> Step {
        let Some(entries) = inside.entries else {
            return Step::Let(quote_spanned!(Span::mixed_site()=> let _ = #value));
        };
        let arguments = quote_spanned!(place=> #key, #value);
        let arguments = self.checks.call(inside.of, entries.verb, arguments, self.errors);
        Step::Call { verb: Ident::new(entries.verb, place), arguments }
    }

    /// Lowers `..expression;`
    fn splice(&mut self, dots: &TokenStream, expression: TokenStream, inside: Inside) -> Step {
        self.checks.expression(&expression);
        let place = dots.clone().into_iter().next().map_or(Span::call_site(), |dot| dot.span());
        let verb = match (inside.entries, inside.of) {
            (Some(entries), _) => entries.splice,
            (None, "Pod") => Some("include"),
            (None, "Bundle") => Some("add"),
            _ => None,
        };
        if let Some(verb) = verb {
            return Step::Call { verb: Ident::new(verb, place), arguments: expression };
        }
        let block = inside.keyword.map(ToString::to_string).unwrap_or_default();
        let message = match inside.entries {
            Some(_) => format!("`{block}` has no `..`: write each as `KEY = value;`"),
            None if inside.of == "Container" => {
                format!("`..` adds to the pod: write it before or after the block of `{block}`")
            }
            None => format!("`..` does not stand in the block of `{block}`"),
        };
        self.errors.over(dots, place, message);
        Step::Let(quote_spanned!(Span::mixed_site()=> let _ = #expression))
    }
}

/// Stands in for a name or an image.
fn text(place: Span) -> TokenStream {
    quote_spanned!(place=> "")
}
