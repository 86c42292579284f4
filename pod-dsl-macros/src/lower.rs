//! Which calls of the builder the user means: roles become constructors, and every mistake in meaning is reported.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote_spanned};

use crate::{
    errors::Errors,
    syntax::{Branch, ROLES, Role, StandIn, Statement, known_blocks},
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

/// `::pod_dsl::Type::function(inner, arguments…)`
#[derive(Debug)]
pub(crate) struct Constructor {
    /// The user's word that stands for the call.
    pub(crate) place: Span,
    pub(crate) path: (&'static str, &'static str),
    pub(crate) inner: Option<Box<Constructor>>,
    pub(crate) arguments: Vec<TokenStream>,
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

/// Lowers all statements of a macro call whose first token stands at `start`.
pub(crate) fn pod(statements: Vec<Statement>, start: Span, errors: &mut Errors) -> Object {
    let mut statements = statements.into_iter().peekable();
    let mut lowering = Lowering { errors, name: None };
    match statements.next_if(|first| matches!(first, Statement::Pod { .. })) {
        Some(Statement::Pod { keyword, name }) => lowering.name(&keyword, name),
        _ if statements.peek().is_none() => {
            lowering.errors.at(start, "expected `pod \"name\";`");
            lowering.name = Some((start, text(start)));
        }
        _ => {}
    }
    let steps = lowering.steps(statements, Inside::Pod);
    let (place, name) = lowering.name.unwrap_or_else(|| {
        errors.at(start, "expected `pod \"name\";` before this");
        (start, text(start))
    });
    let constructor = Constructor { place, path: ("Pod", "new"), inner: None, arguments: vec![name] };
    Object { variable: "p", constructor, steps }
}

/// Where a statement stands.
#[derive(Clone, Copy)]
enum Inside<'a> {
    Pod,
    /// A block that began with this word.
    Block(&'a Ident),
}

struct Lowering<'e> {
    errors: &'e mut Errors,
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
                self.misplaced_name(&keyword, name);
                return None;
            }
            Statement::Verb { verb, arguments } => Step::Call { verb, arguments },
            Statement::Let(statement) => Step::Let(statement),
            Statement::Volume { keyword, name, constructor } => self.volume(keyword, name, constructor),
            Statement::Block { keyword, head, body } => self.block(&keyword, head, body, inside),
            Statement::Splice { dots, expression } => self.splice(&dots, expression, inside),
            Statement::Flow(branches) => Step::Flow(self.branches(branches, inside)),
            Statement::Match { head, braces, arms } => {
                Step::Match { head, braces, arms: self.branches(arms, inside) }
            }
        })
    }

    fn branches(&mut self, branches: Vec<Branch>, inside: Inside) -> Vec<Branch<Step>> {
        let lower = |Branch { head, braces, body }| Branch { head, braces, body: self.steps(body, inside) };
        branches.into_iter().map(lower).collect()
    }

    /// Takes `pod name;`, the only one so far.
    fn name(&mut self, keyword: &Ident, name: TokenStream) {
        let mut parts = expressions(name).into_iter();
        let name = parts.next().unwrap_or_else(|| {
            self.errors.at(keyword.span(), "`pod` needs a name: `pod \"web\";`");
            text(keyword.span())
        });
        if let Some(surplus) = parts.next() {
            self.errors.over(surplus, keyword.span(), "`pod` takes a name and nothing more");
        }
        self.name = Some((keyword.span(), name));
    }

    /// Reports a `pod name;` that is not the first statement.
    fn misplaced_name(&mut self, keyword: &Ident, name: TokenStream) {
        if self.name.is_some() {
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

    /// Lowers `..expression;`
    fn splice(&mut self, dots: &TokenStream, expression: TokenStream, inside: Inside) -> Step {
        let place = dots.clone().into_iter().next().map_or(Span::call_site(), |dot| dot.span());
        match inside {
            Inside::Pod => Step::Call { verb: Ident::new("include", place), arguments: expression },
            Inside::Block(keyword) => {
                let message =
                    format!("`..` adds to the pod: write it before or after the block of `{keyword}`");
                self.errors.over(dots, place, message);
                Step::Let(quote_spanned!(Span::mixed_site()=> let _ = #expression))
            }
        }
    }

    fn block(
        &mut self,
        keyword: &Ident,
        head: TokenStream,
        body: Option<Vec<Statement>>,
        inside: Inside,
    ) -> Step {
        let word = keyword.to_string();
        let known = Role::of(&word);
        match (inside, known) {
            (Inside::Pod, Some(_)) => {}
            (Inside::Pod, None) => {
                let near: Vec<_> = Role::near(&word).map(|role| format!("`{}`", role.keyword)).collect();
                let hint =
                    if near.is_empty() { ";" } else { &format!("; did you mean {}?", near.join(" or ")) };
                self.errors
                    .at(keyword.span(), format!("no block is called `{word}`{hint} {}", known_blocks()));
            }
            (Inside::Block(outer), Some(_)) => {
                let message = format!("`{word}` stands beside the block of `{outer}`, not in it");
                self.errors.at(keyword.span(), message);
            }
            (Inside::Block(outer), None) => {
                let message = format!(
                    "the block of `{outer}` holds statements, no block `{word}`; \
                     braces in arguments stand in parentheses"
                );
                self.errors.at(keyword.span(), message);
            }
        }
        let role = known.or_else(|| Role::near(&word).next()).unwrap_or(&ROLES[0]);
        if known.is_some() {
            self.judge_head(role, keyword, &head, body.is_some());
        }
        let constructor = constructor(role, keyword.span(), head);
        let steps = self.steps(body.unwrap_or_default(), Inside::Block(keyword));
        let part = Object { variable: "c", constructor, steps };
        match inside {
            Inside::Pod => Step::Add { method: Ident::new(role.method, keyword.span()), part },
            Inside::Block(_) => Step::SetAside(part),
        }
    }

    /// Reports what a block lacks before and including its braces, and what is too much.
    fn judge_head(&mut self, role: &Role, keyword: &Ident, head: &TokenStream, has_body: bool) {
        let needs = role.needs();
        let parts = expressions(head.clone());
        if parts.len() < role.head.len() || !has_body {
            let mut said = keyword.to_token_stream();
            said.extend(head.clone());
            let block = if has_body { "" } else { ", and a block `{ … }` after them" };
            self.errors.over(said, keyword.span(), format!("`{keyword}` needs {needs}{block}"));
        }
        if let Some(surplus) = parts.get(role.head.len()) {
            self.errors.over(surplus, keyword.span(), format!("`{keyword}` takes {needs}, nothing more"));
        }
    }
}

/// Makes a role's constructor from a block's head, with what is missing stood in for and what is too much left out.
fn constructor(role: &Role, place: Span, head: TokenStream) -> Constructor {
    let mut parts = expressions(head);
    parts.truncate(role.head.len());
    parts.extend(role.head[parts.len()..].iter().map(|part| stand_in(part.stand_in, place)));
    let rest = parts.split_off(2);
    let container = Constructor { place, path: ("Container", "new"), inner: None, arguments: parts };
    match role.wrapper {
        Some(path) => Constructor { place, path, inner: Some(Box::new(container)), arguments: rest },
        None => container,
    }
}

fn stand_in(kind: StandIn, place: Span) -> TokenStream {
    match kind {
        StandIn::Text => text(place),
        StandIn::Port => quote_spanned!(place=> &::pod_dsl::Port::tcp(1)),
        StandIn::Upstream => quote_spanned!(place=> ::pod_dsl::Upstream::service("", 1)),
    }
}

/// Stands in for a name or an image.
fn text(place: Span) -> TokenStream {
    quote_spanned!(place=> "")
}
