//! Blocks: of a role, of an object, of the verbs of an argument, of entries.

use proc_macro2::{Delimiter, Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote_spanned};

use super::{Constructor, Inside, Lowering, Object, Step, text};
use crate::{
    check::across,
    syntax::{
        Branch, Entries, Nested, OBJECTS, ROLES, Role, StandIn, Statement, blocks_within, known_blocks, near,
    },
    tokens::{Tokens, expressions},
};

/// What a word opens where it stands.
enum Opens {
    Role(&'static Role),
    Nested(&'static Nested),
    Entries(&'static Entries),
}

impl Opens {
    /// Finds what a word opens in the block of a type.
    fn of(word: &str, within: &str) -> Option<Opens> {
        let role = match within {
            "Pod" => Role::of(word),
            "Bundle" => Role::of_object(word),
            _ => None,
        };
        role.map(Opens::Role)
            .or_else(|| Nested::of(word, within).map(Opens::Nested))
            .or_else(|| Entries::of(word, within).map(Opens::Entries))
    }
}

impl Lowering<'_> {
    pub(super) fn block(
        &mut self,
        keyword: &Ident,
        handle: Option<Ident>,
        head: TokenStream,
        body: Option<Vec<Statement>>,
        inside: Inside,
    ) -> Step {
        let word = keyword.to_string();
        if let Some(opens) = Opens::of(&word, inside.of) {
            return match opens {
                Opens::Role(role) => {
                    self.judge_head(role, keyword, &head, body.is_some());
                    self.part(role, keyword, handle, head, body)
                }
                Opens::Nested(nested) => self.nested(nested, keyword, head, body),
                Opens::Entries(entries) => self.entries(entries, keyword, &head, body, inside),
            };
        }
        let meant = self.judge_unknown(keyword, &word, inside);
        match meant {
            Some(Opens::Role(role)) => self.part(role, keyword, handle, head, body),
            Some(Opens::Nested(nested)) => self.nested(nested, keyword, head, body),
            Some(Opens::Entries(entries)) => {
                self.entries(entries, keyword, &TokenStream::new(), body, inside)
            }
            None if inside.of == "Pod" => self.part(&ROLES[0], keyword, handle, head, body),
            // A block in a wrong place keeps its types.
            None => {
                let nested = ["Pod", "Container"].into_iter().find_map(|of| Nested::of(&word, of));
                let role = Role::of(&word).or_else(|| Role::of_object(&word)).unwrap_or(&ROLES[0]);
                let step = match nested {
                    Some(nested) => self.nested(nested, keyword, head, body),
                    None => self.part(role, keyword, None, head, body),
                };
                match step {
                    Step::Add { part, .. } => Step::SetAside(part),
                    other => other,
                }
            }
        }
    }

    /// Reports a word that opens no block here, and gives what may have been meant.
    fn judge_unknown(&mut self, keyword: &Ident, word: &str, inside: Inside) -> Option<Opens> {
        let (roles, nothing_else): (&[Role], _) = match inside.of {
            "Pod" => (ROLES, known_blocks()),
            "Bundle" => (OBJECTS, format!("known blocks: {}", Role::keywords(OBJECTS).join(", "))),
            _ => (&[], String::new()),
        };
        let outer = inside.keyword.map(ToString::to_string).unwrap_or_default();
        let elsewhere = ["Pod", "Container", "ConfigMap", "Secret"].into_iter().find(|of| {
            Nested::of(word, of).is_some()
                || Entries::of(word, of).is_some()
                || (*of == "Pod" && Role::of(word).is_some())
        });
        let known = [Role::keywords(roles), blocks_within(inside.of)].concat();
        let near = near(word, &known);
        let hint: Vec<_> = near.iter().map(|word| format!("`{word}`")).collect();
        let hint = hint.join(" or ");
        let message = match elsewhere {
            Some("Pod") if inside.of == "Bundle" => {
                format!("`{word}` stands in the block of a `pod`: `pod \"name\" {{ … }}`")
            }
            Some("Pod") if Role::of(word).is_some() => {
                format!("`{word}` stands beside the block of `{outer}`, not in it")
            }
            Some("Pod") => format!("`{word}` stands in the pod, not in the block of `{outer}`"),
            Some("Container") => format!("`{word}` stands in the block of a container"),
            _ if Role::of_object(word).is_some() => {
                format!("`{word}` stands in `bundle! {{ … }}`, which makes several objects")
            }
            _ if !roles.is_empty() => {
                let hint = if hint.is_empty() { String::new() } else { format!(" did you mean {hint}?") };
                format!("no block is called `{word}`;{hint} {nothing_else}")
            }
            _ if !hint.is_empty() => {
                format!("no block is called `{word}` in the block of `{outer}`; did you mean {hint}?")
            }
            _ => format!(
                "the block of `{outer}` holds statements, no block `{word}`; \
                 braces in arguments stand in parentheses"
            ),
        };
        self.errors.at(keyword.span(), message);
        if elsewhere.is_some() { None } else { near.first().and_then(|word| Opens::of(word, inside.of)) }
    }

    /// Lowers the block of a role or an object.
    fn part(
        &mut self,
        role: &Role,
        keyword: &Ident,
        handle: Option<Ident>,
        head: TokenStream,
        body: Option<Vec<Statement>>,
    ) -> Step {
        let constructor = self.constructor(role, keyword.span(), head);
        let inside = Inside { keyword: Some(keyword), of: role.of, entries: None };
        if let (Some(statements), "Pod") = (&body, role.of) {
            across::pod(statements, self.checks);
            if across::without_container(statements) {
                self.errors.at(keyword.span(), across::NO_CONTAINER);
            }
        }
        let steps = self.steps(body.unwrap_or_default(), inside);
        let part = Object { variable: variable(role.of), constructor, steps };
        let method = Ident::new(role.method, keyword.span());
        match handle {
            Some(handle) => Step::AddNamed { method, handle, part },
            None => Step::Add { method, part },
        }
    }

    /// Reports what a block lacks before and including its braces, and what is too much.
    fn judge_head(&mut self, role: &Role, keyword: &Ident, head: &TokenStream, has_body: bool) {
        let parts = expressions(head.clone());
        let made = made_elsewhere(role, &parts).is_some();
        let wanted = if made { role.head.len() - 1 } else { role.head.len() };
        let needs = role.needs();
        if parts.len() < wanted || !has_body {
            let mut said = keyword.to_token_stream();
            said.extend(head.clone());
            let block = match (has_body, role.head.len()) {
                (true, _) => "",
                (false, 1) => ", and a block `{ … }` after it",
                (false, _) => ", and a block `{ … }` after them",
            };
            let message = format!("`{keyword}` needs {needs}{block}: {}", role.example());
            self.errors.over(said, keyword.span(), message);
        }
        if let Some(surplus) = parts.get(wanted) {
            self.errors.over(surplus, keyword.span(), format!("`{keyword}` takes {needs}, nothing more"));
        }
    }

    /// Makes a role's constructor from a block's head, with what is missing stood in for and what is too much left out.
    fn constructor(&mut self, role: &Role, place: Span, head: TokenStream) -> Constructor {
        let mut parts = expressions(head);
        let made = made_elsewhere(role, &parts);
        let own = if role.wrapper.is_some() { 2 } else { role.head.len() };
        if made.is_some() {
            parts.splice(..1, vec![TokenStream::new(); own]);
        }
        parts.truncate(role.head.len());
        // What stands in for a missing part is nobody's literal, so it is not checked.
        let mut parts: Vec<_> = parts
            .into_iter()
            .enumerate()
            .map(|(at, part)| {
                let (of, function, at) = match role.wrapper {
                    Some((of, function)) if at >= own => (of, function, at - own + 1),
                    _ => (role.of, "new", at),
                };
                self.checks.argument(of, function, at, part, self.errors)
            })
            .collect();
        parts.extend(role.head[parts.len()..].iter().map(|part| stand_in(part.stand_in, place)));
        let arguments = parts.split_off(own);
        let object = match made {
            Some(made) => {
                self.checks.expression(&made);
                Constructor::Expression(made)
            }
            None => Constructor::new(role.of, place, parts),
        };
        match role.wrapper {
            Some((of, function)) => {
                let function = Ident::new(function, place);
                Constructor::Call { place, of, function, inner: Some(Box::new(object)), arguments }
            }
            None => object,
        }
    }

    /// Lowers a block of the verbs of a verb's argument: `readiness tcp(&http) { period_seconds 5; }`
    fn nested(
        &mut self,
        nested: &'static Nested,
        keyword: &Ident,
        head: TokenStream,
        body: Option<Vec<Statement>>,
    ) -> Step {
        let tokens = Tokens::new(head.clone());
        let place = keyword.span();
        let constructor = match (tokens.word(0), tokens.peek(1)) {
            (None, _) if head.is_empty() => {
                if !nested.constructors.is_empty() {
                    let choices = nested.constructors.join("`, `");
                    self.errors.at(place, format!("`{keyword}` needs, before its block, one of `{choices}`"));
                }
                let (function, arguments) = beginning(nested.of, place);
                Constructor::Call {
                    place,
                    of: nested.of,
                    function: Ident::new(function, place),
                    inner: None,
                    arguments,
                }
            }
            (Some(function), None) => Constructor::Call {
                place,
                of: nested.of,
                function: function.clone(),
                inner: None,
                arguments: Vec::new(),
            },
            (Some(function), Some(TokenTree::Group(arguments)))
                if arguments.delimiter() == Delimiter::Parenthesis && tokens.left() == 2 =>
            {
                self.checks.chain(nested.of, &head);
                Constructor::Call {
                    place,
                    of: nested.of,
                    function: function.clone(),
                    inner: None,
                    arguments: expressions(arguments.stream()),
                }
            }
            _ => {
                self.checks.expression(&head);
                Constructor::Expression(out_of_parentheses(&head).unwrap_or(head))
            }
        };
        let inside = Inside { keyword: Some(keyword), of: nested.of, entries: None };
        let steps = self.steps(body.unwrap_or_default(), inside);
        let method = Ident::new(nested.keyword, place);
        Step::Add { method, part: Object { variable: "n", constructor, steps } }
    }

    /// Lowers a block of entries: `env { LOG_LEVEL = "info"; }`
    fn entries(
        &mut self,
        entries: &'static Entries,
        keyword: &Ident,
        head: &TokenStream,
        body: Option<Vec<Statement>>,
        inside: Inside,
    ) -> Step {
        if !head.is_empty() {
            let message =
                format!("nothing stands between `{keyword}` and its block: `{keyword} {{ KEY = value; }}`");
            self.errors.over(head, keyword.span(), message);
        }
        let inside = Inside { keyword: Some(keyword), of: inside.of, entries: Some(entries) };
        let body = self.steps(body.unwrap_or_default(), inside);
        Step::Flow(vec![Branch { head: TokenStream::new(), braces: keyword.span(), body }])
    }
}

/// Gives the container that plain Rust has made: it stands in parentheses in the place of name and image.
fn made_elsewhere(role: &Role, parts: &[TokenStream]) -> Option<TokenStream> {
    let made = out_of_parentheses(parts.first()?)?;
    let one = expressions(made.clone()).len() == 1;
    let text = matches!(made.clone().into_iter().next(), Some(TokenTree::Literal(_)));
    // Two expressions before the rest are a name in parentheses and an image.
    let room = parts.len() < role.head.len();
    (one && !text && room && role.of == "Container").then_some(made)
}

/// Gives what stands in parentheses, if that is all.
fn out_of_parentheses(expression: &TokenStream) -> Option<TokenStream> {
    let mut tokens = expression.clone().into_iter();
    match (tokens.next(), tokens.next()) {
        (Some(TokenTree::Group(group)), None) if group.delimiter() == Delimiter::Parenthesis => {
            Some(group.stream())
        }
        _ => None,
    }
}

/// Names the variable that holds an object: hygienic, so that it is for the reader of an expansion only.
fn variable(of: &str) -> &'static str {
    match of {
        "Pod" => "p",
        "ConfigMap" => "m",
        "Secret" => "s",
        _ => "c",
    }
}

/// Gives the constructor of an argument whose block names none, so that the block keeps its type.
fn beginning(of: &str, place: Span) -> (&'static str, Vec<TokenStream>) {
    match of {
        "Probe" => ("tcp", vec![quote_spanned!(place=> 1)]),
        "Toleration" => ("everything", Vec::new()),
        "Spread" => ("over", vec![text(place), quote_spanned!(place=> [("", "")])]),
        _ => ("new", Vec::new()),
    }
}

fn stand_in(kind: StandIn, place: Span) -> TokenStream {
    match kind {
        StandIn::Text => text(place),
        StandIn::Port => quote_spanned!(place=> &::pod_dsl::Port::tcp(1)),
        StandIn::Upstream => quote_spanned!(place=> ::pod_dsl::Upstream::service("", 1)),
    }
}
