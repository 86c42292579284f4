//! What the user wrote: tokens become statements, and every mistake in their form is reported and mended.

use proc_macro2::{Delimiter, Group, Ident, Literal, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote_spanned};

use crate::{
    errors::Errors,
    scan::{End, Kind, Scan, scan},
    syntax::{Branch, Entries, Grammar, Nested, Role, Statement},
    tokens::{Tokens, expressions, is_keyword},
};

mod flow;
mod misplaced;

/// Reads all statements of a macro call, or of a block.
pub(crate) fn statements(stream: TokenStream, grammar: Grammar, errors: &mut Errors) -> Vec<Statement> {
    Parser { tokens: Tokens::new(stream), grammar, in_arm: false, found: Vec::new(), errors }.all()
}

struct Parser<'e> {
    tokens: Tokens,
    grammar: Grammar,
    /// The end of the tokens ends a statement as well as `;` does.
    in_arm: bool,
    found: Vec<Statement>,
    errors: &'e mut Errors,
}

impl Parser<'_> {
    fn all(mut self) -> Vec<Statement> {
        while let Some(next) = self.tokens.peek(0) {
            match next.clone() {
                TokenTree::Ident(word) => self.worded(word),
                TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => self.bare_block(&group),
                // A `;` more than needed does no harm, after a block above all.
                next if self.tokens.is_punct(0, ';') => drop((next, self.tokens.next())),
                next if self.tokens.is_dots(0) => self.splice(next.span()),
                next if self.tokens.is_punct(0, '#') => self.attribute(next.span()),
                TokenTree::Literal(_) if self.grammar == Grammar::Entries => self.entry(),
                TokenTree::Group(group)
                    if self.grammar == Grammar::Entries && group.delimiter() == Delimiter::Parenthesis =>
                {
                    self.entry();
                }
                next => self.stray(&next),
            }
        }
        self.found
    }

    /// Reads what begins with a word.
    fn worded(&mut self, word: Ident) {
        let text = word.to_string();
        let named = self.tokens.word(1).is_some_and(|name| !is_keyword(name));
        match text.as_str() {
            "let" => self.binding(word),
            "if" => self.branches(&word),
            "for" => {
                let branch = self.branch(&word, Kind::Iteration, "a pattern, `in` and what to go through");
                self.found.push(Statement::Flow(vec![branch]));
            }
            "match" => self.choice(&word),
            _ if self.grammar == Grammar::Entries => self.entry(),
            _ if self.is_expression() => self.expression(&word),
            _ if self.grammar == Grammar::Bundle && Role::of_object(&text).is_some() => self.object(word),
            "pod" => self.pod(&word),
            "volume" if named && (self.tokens.is_assign(2) || self.tokens.word(2).is_some()) => {
                self.volume(word);
            }
            _ if text != "_" && !is_keyword(&word) => self.verb(word),
            _ => self.foreign(&word),
        }
    }

    /// Reads `pod "name";`
    fn pod(&mut self, keyword: &Ident) {
        self.tokens.next();
        let scan = scan(Kind::Head, keyword.span(), &mut self.tokens, self.errors);
        if !scan.tokens.is_empty() {
            self.expect_semicolon(&scan, keyword.span());
        }
        self.found.push(Statement::Pod { keyword: keyword.clone(), name: scan.tokens });
        if let End::Body(body) = scan.end {
            self.errors
                .at(keyword.span(), "`pod` takes no braces: write `pod \"name\";`, its statements follow");
            self.found.extend(statements(body.stream(), self.grammar, self.errors));
        }
    }

    /// Reads an object of a bundle: `pod "web" { … }`, `config_map settings = "shop" { … }`
    fn object(&mut self, keyword: Ident) {
        self.tokens.next();
        let mut handle = None;
        if self.tokens.is_assign(1)
            && let Some(name) = self.tokens.word(0).cloned()
        {
            self.tokens.take(2);
            handle = Some(name);
        }
        let scan = scan(Kind::Head, keyword.span(), &mut self.tokens, self.errors);
        let body = match &scan.end {
            End::Body(body) => Some(statements(body.stream(), Grammar::Pod, self.errors)),
            End::Semicolon | End::Missing => None,
        };
        self.found.push(Statement::Block { keyword, handle, head: scan.tokens, body });
    }

    /// Reads `KEY = value;`, where the key is a word, a text or an expression in parentheses.
    fn entry(&mut self) {
        let Some(key) = self.tokens.next() else { return };
        let (place, name) = (key.span(), key.to_string());
        let key = match key {
            TokenTree::Ident(word) => {
                let mut text = Literal::string(word.to_string().trim_start_matches("r#"));
                text.set_span(place);
                TokenTree::Literal(text).into()
            }
            // The compiler would call the parentheses unused, as they are in the call.
            TokenTree::Group(group) if expressions(group.stream()).len() == 1 => group.stream(),
            key => key.into(),
        };
        self.equals(&name);
        let scan = scan(Kind::Value, place, &mut self.tokens, self.errors);
        if scan.tokens.is_empty() {
            self.errors.at(place, format!("`{name}` needs a value: `{name} = …;`"));
            return;
        }
        self.expect_semicolon(&scan, place);
        self.found.push(Statement::Entry { place, key, value: scan.tokens });
    }

    /// Takes the `=` behind a key, and reports what stands there instead.
    fn equals(&mut self, key: &str) {
        if self.tokens.is_assign(0) {
            self.tokens.next();
            return;
        }
        let Some(next) = self.tokens.peek(0).filter(|_| !self.tokens.is_punct(0, ';')).cloned() else {
            return;
        };
        let end = (0..self.tokens.left()).take_while(|at| !self.tokens.is_punct(*at, ';'));
        if self.tokens.is_punct(0, ':') && !self.tokens.is_path_separator(0) {
            self.errors.at(next.span(), "an entry is written with `=`");
            self.tokens.next();
        } else if let Some(equals) = end.take_while(|at| *at < 16).find(|at| self.tokens.is_assign(*at)) {
            let rest: String = self.tokens.take(equals).into_iter().map(|token| token.to_string()).collect();
            self.errors.at(
                next.span(),
                format!("a key that is not one word stands in quotes: `\"{key}{}\"`", rest.replace('"', "")),
            );
            self.tokens.next();
        } else {
            self.errors.at(next.span(), "expected `=` before this");
        }
    }

    /// Reads `let pattern = expression;`
    fn binding(&mut self, keyword: Ident) {
        self.tokens.next();
        let scan = scan(Kind::Binding, keyword.span(), &mut self.tokens, self.errors);
        self.expect_semicolon(&scan, keyword.span());
        if scan.tokens.is_empty() {
            self.errors.at(keyword.span(), "`let` needs a pattern and a value: `let name = …;`");
            return;
        }
        let mut statement = keyword.into_token_stream();
        statement.extend(scan.tokens);
        self.found.push(Statement::Let(statement));
    }

    /// Reads `volume name = constructor(…);`
    fn volume(&mut self, keyword: Ident) {
        self.tokens.next();
        let Some(TokenTree::Ident(name)) = self.tokens.next() else { return };
        if self.tokens.is_assign(0) {
            self.tokens.next();
        } else if let Some(constructor) = self.tokens.word(0) {
            self.errors.at(constructor.span(), "expected `=` before this");
        }
        let scan = scan(Kind::Binding, keyword.span(), &mut self.tokens, self.errors);
        self.expect_semicolon(&scan, name.span());
        self.found.push(Statement::Volume { keyword, name, constructor: scan.tokens });
    }

    /// Reads a verb and its arguments, or the block that a role opens.
    fn verb(&mut self, verb: Ident) {
        self.tokens.next();
        let colon = self.tokens.is_punct(0, ':') && !self.tokens.is_path_separator(0);
        if (colon || self.tokens.is_assign(0))
            && let Some(sign) = self.tokens.next()
        {
            self.errors.at(sign.span(), format!("a verb's arguments follow it without `{sign}`"));
        }
        let word = verb.to_string();
        let role = Role::of(&word);
        let at_once = self.tokens.braces(0).is_some() && (Nested::is(&word) || Entries::is(&word));
        let kind = if role.is_some() || at_once { Kind::Head } else { Kind::Arguments };
        let scan = scan(kind, verb.span(), &mut self.tokens, self.errors);
        let statement = match (&scan.end, role) {
            (End::Body(body), _) => {
                let verbs = role.is_some() || Nested::is(&word);
                let entries =
                    Entries::is(&word) || (!verbs && scan.tokens.is_empty() && begins_with_entry(body));
                let grammar = if entries { Grammar::Entries } else { Grammar::Pod };
                let body = Some(statements(body.stream(), grammar, self.errors));
                Statement::Block { keyword: verb, handle: None, head: scan.tokens, body }
            }
            (_, Some(role)) if lacks_body(role, &scan.tokens) => {
                Statement::Block { keyword: verb, handle: None, head: scan.tokens, body: None }
            }
            _ => {
                self.expect_semicolon(&scan, verb.span());
                Statement::Verb { verb, arguments: scan.tokens }
            }
        };
        self.found.push(statement);
    }

    /// Tells whether a Rust expression stands where a verb was expected: `Volume::…`, `web.mount(…)`, `pod! { … }`; in a
    /// bundle, which has few verbs, also `web_pod()`.
    fn is_expression(&self) -> bool {
        let tokens = &self.tokens;
        let word = tokens.word(0).is_some_and(|word| word == "crate" || word == "self" || !is_keyword(word));
        let called = self.grammar == Grammar::Bundle
            && !tokens.is_word(0, "add")
            && matches!(tokens.peek(1), Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Parenthesis);
        word && (called
            || tokens.is_path_separator(1)
            || (tokens.is_punct(1, '.') && !tokens.is_dots(1))
            || (tokens.is_punct(1, '!') && matches!(tokens.peek(2), Some(TokenTree::Group(_)))))
    }

    /// Reads an expression: in a bundle it is an object; elsewhere it is reported, and kept for the editor.
    fn expression(&mut self, first: &Ident) {
        let whole = self.tokens.is_punct(1, '!')
            && self.tokens.braces(2).is_some()
            && !self.tokens.is_punct(3, '?')
            && (self.tokens.is_dots(3) || !self.tokens.is_punct(3, '.'));
        if self.grammar == Grammar::Bundle {
            let expression = if whole {
                self.tokens.take(3)
            } else {
                let scan = scan(Kind::Binding, first.span(), &mut self.tokens, self.errors);
                self.expect_semicolon(&scan, first.span());
                scan.tokens
            };
            self.found.push(Statement::Value { place: first.span(), expression });
            return;
        }
        let scan = scan(Kind::Binding, first.span(), &mut self.tokens, self.errors);
        self.errors.over(
            &scan.tokens,
            first.span(),
            "expected a verb, its arguments and `;`, found an expression",
        );
        let expression = scan.tokens;
        self.found.push(Statement::Let(quote_spanned!(Span::mixed_site()=> let _ = #expression)));
    }

    /// Reads `..expression;`
    fn splice(&mut self, place: Span) {
        let dots = self.tokens.take(2);
        let scan = scan(Kind::Binding, place, &mut self.tokens, self.errors);
        if scan.tokens.is_empty() {
            self.errors.over(dots, place, "`..` needs a pod to add: `..base_pod();`");
            return;
        }
        self.expect_semicolon(&scan, place);
        self.found.push(Statement::Splice { dots, expression: scan.tokens });
    }

    fn body(&mut self, head: TokenStream, braces: &Group) -> Branch {
        Branch { head, braces: braces.span(), body: statements(braces.stream(), self.grammar, self.errors) }
    }

    /// Reports a statement that something else ended than `;`.
    fn expect_semicolon(&mut self, scan: &Scan, first: Span) {
        let ended = self.in_arm && self.tokens.left() == 0;
        if matches!(scan.end, End::Missing) && !ended {
            self.errors.at(scan.last.unwrap_or(first), "expected `;` after this");
        }
    }
}

/// Tells whether a role without braces is a block that lacks them, rather than the verb of the same name:
/// `container web(&shared);` adds a container that plain Rust made.
fn lacks_body(role: &Role, head: &TokenStream) -> bool {
    let first = head.clone().into_iter().next();
    role.method != role.keyword
        || matches!(first, None | Some(TokenTree::Literal(_)))
        || expressions(head.clone()).len() > 1
}

/// Tells whether `KEY = …` stands in braces: then a word that nobody knows was meant to open entries.
fn begins_with_entry(braces: &Group) -> bool {
    let tokens = Tokens::new(braces.stream());
    matches!(tokens.peek(0), Some(TokenTree::Ident(_) | TokenTree::Literal(_))) && tokens.is_assign(1)
}
