//! What the user wrote: tokens become statements, and every mistake in their form is reported and mended.

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote_spanned};

use crate::{
    errors::Errors,
    scan::{End, Kind, Scan, scan},
    syntax::{Branch, ROLES, Role, Statement, known_blocks},
    tokens::{Tokens, ends_operand, expressions, is_keyword, is_punct},
};

/// Reads all statements of a macro call, or of a block.
pub(crate) fn statements(stream: TokenStream, errors: &mut Errors) -> Vec<Statement> {
    Parser { tokens: Tokens::new(stream), in_arm: false, found: Vec::new(), errors }.all()
}

struct Parser<'e> {
    tokens: Tokens,
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
            "pod" => self.pod(&word),
            "let" => self.binding(word),
            "volume" if named && (self.tokens.is_assign(2) || self.tokens.word(2).is_some()) => {
                self.volume(word);
            }
            "if" => self.branches(&word),
            "for" => {
                let branch = self.branch(&word, Kind::Iteration, "a pattern, `in` and what to go through");
                self.found.push(Statement::Flow(vec![branch]));
            }
            "match" => self.choice(&word),
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
            self.found.extend(statements(body.stream(), self.errors));
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
        if self.is_expression() {
            self.expression(&verb);
            return;
        }
        self.tokens.next();
        let colon = self.tokens.is_punct(0, ':') && !self.tokens.is_path_separator(0);
        if (colon || self.tokens.is_assign(0))
            && let Some(sign) = self.tokens.next()
        {
            self.errors.at(sign.span(), format!("a verb's arguments follow it without `{sign}`"));
        }
        let role = Role::of(&verb.to_string());
        let kind = if role.is_some() { Kind::Head } else { Kind::Arguments };
        let scan = scan(kind, verb.span(), &mut self.tokens, self.errors);
        let statement = match (&scan.end, role) {
            (End::Body(body), _) => {
                let body = Some(statements(body.stream(), self.errors));
                Statement::Block { keyword: verb, head: scan.tokens, body }
            }
            (_, Some(role)) if lacks_body(role, &scan.tokens) => {
                Statement::Block { keyword: verb, head: scan.tokens, body: None }
            }
            _ => {
                self.expect_semicolon(&scan, verb.span());
                Statement::Verb { verb, arguments: scan.tokens }
            }
        };
        self.found.push(statement);
    }

    /// Tells whether a Rust expression stands where a verb was expected: `Volume::…`, `web.mount(…)`.
    fn is_expression(&self) -> bool {
        self.tokens.is_path_separator(1) || (self.tokens.is_punct(1, '.') && !self.tokens.is_dots(1))
    }

    /// Reports an expression, and keeps it for the editor.
    fn expression(&mut self, first: &Ident) {
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

    /// Reads `if`, `else if` and `else`.
    fn branches(&mut self, keyword: &Ident) {
        let mut branches = vec![self.branch(keyword, Kind::Condition, "a condition")];
        while self.tokens.is_word(0, "else") {
            let Some(TokenTree::Ident(otherwise)) = self.tokens.next() else { break };
            let mut head = otherwise.to_token_stream();
            match (self.tokens.word(0).cloned(), self.tokens.braces(0).cloned()) {
                (Some(word), _) if word == "if" => {
                    let branch = self.branch(&word, Kind::Condition, "a condition");
                    head.extend(branch.head);
                    branches.push(Branch { head, ..branch });
                }
                (_, Some(braces)) => {
                    self.tokens.next();
                    branches.push(self.body(head, &braces));
                }
                _ => self.errors.at(otherwise.span(), "`else` needs a block `{ … }`"),
            }
        }
        self.found.push(Statement::Flow(branches));
    }

    /// Reads a keyword, what it decides by, and a block.
    fn branch(&mut self, keyword: &Ident, kind: Kind, decides: &str) -> Branch {
        let (head, body) = self.flow_head(keyword, kind, decides);
        match body {
            Some(braces) => self.body(head, &braces),
            None => Branch { head, braces: keyword.span(), body: Vec::new() },
        }
    }

    /// Reads a keyword and what it decides by, and gives the braces behind them.
    fn flow_head(&mut self, keyword: &Ident, kind: Kind, decides: &str) -> (TokenStream, Option<Group>) {
        self.tokens.next();
        let scan = scan(kind, keyword.span(), &mut self.tokens, self.errors);
        let mut head = keyword.to_token_stream();
        let mut iterator = scan.tokens.clone().into_iter().skip_while(|token| token.to_string() != "in");
        let complete = match kind {
            Kind::Iteration => iterator.nth(1).is_some(),
            _ => !scan.tokens.is_empty(),
        };
        if !complete {
            self.errors.at(keyword.span(), format!("`{keyword}` needs {decides} before its block"));
            head.extend(stand_in(kind, keyword.span()));
        } else if let End::Body(_) = scan.end {
            head.extend(scan.tokens);
        } else {
            let message = format!("`{keyword}` needs a block `{{ … }}` after this");
            self.errors.at(scan.last.unwrap_or(keyword.span()), message);
            head.extend(scan.tokens);
        }
        match scan.end {
            End::Body(body) => (head, Some(body)),
            End::Semicolon | End::Missing => (head, None),
        }
    }

    /// Reads `match expression { … }`
    fn choice(&mut self, keyword: &Ident) {
        let (head, body) = self.flow_head(keyword, Kind::Condition, "an expression");
        let braces = body.as_ref().map_or(keyword.span(), Group::span);
        let arms = match body {
            Some(body) => self.arms(body.stream()),
            None => vec![Branch { head: quote_spanned!(braces=> _ =>), braces, body: Vec::new() }],
        };
        self.found.push(Statement::Match { head, braces, arms });
    }

    /// Reads `pattern if guard => statement, pattern => { … }`
    fn arms(&mut self, stream: TokenStream) -> Vec<Branch> {
        let mut arms: Vec<Branch> = Vec::new();
        let mut tokens = Tokens::new(stream);
        while tokens.left() > 0 {
            if tokens.is_punct(0, ',') || tokens.is_punct(0, ';') {
                tokens.next();
                continue;
            }
            let (mut head, complete) = self.pattern(&mut tokens);
            head.extend(tokens.take(if complete { 2 } else { 0 }));
            let mut arm = match tokens.braces(0).cloned() {
                _ if !complete => self.without_arrow(head),
                Some(braces) => {
                    tokens.next();
                    self.body(head, &braces)
                }
                None => self.unbraced_arm(head, &mut tokens),
            };
            // Statements that stand behind the arm's first without braces around them.
            while tokens.left() > 0 && statement_before_next_arm(&tokens) {
                if let Some(next) = tokens.peek(0) {
                    self.errors.at(next.span(), "several statements of one arm stand in braces");
                }
                let more = self.unbraced_arm(TokenStream::new(), &mut tokens);
                arm.body.extend(more.body);
            }
            arms.push(arm);
        }
        arms
    }

    /// Reads a pattern and its guard, and tells whether `=>` comes next.
    fn pattern(&mut self, tokens: &mut Tokens) -> (TokenStream, bool) {
        let mut pattern: Vec<TokenTree> = Vec::new();
        while let Some(next) = tokens.peek(0) {
            if tokens.is_fat_arrow(0) {
                if pattern.is_empty() {
                    self.errors.at(next.span(), "expected a pattern before `=>`");
                    pattern.extend(quote_spanned!(next.span()=> _));
                }
                return (pattern.into_iter().collect(), true);
            }
            let seam = matches!(next, TokenTree::Ident(word) if !is_keyword(word)) && ends_operand(&pattern);
            // Between angle brackets a comma belongs to the pattern or its guard.
            let comma = tokens.is_punct(0, ',') && !pattern.iter().any(|token| is_punct(Some(token), '<'));
            if seam || comma || tokens.is_punct(0, ';') {
                break;
            }
            pattern.extend(tokens.next());
        }
        (pattern.into_iter().collect(), false)
    }

    /// Reports a pattern without `=>`, and makes an arm of it that does nothing.
    fn without_arrow(&mut self, mut pattern: TokenStream) -> Branch {
        let last = pattern.clone().into_iter().last().map_or(Span::call_site(), |last| last.span());
        self.errors.at(last, "expected `=>` and a statement or a block after this pattern");
        pattern.extend(quote_spanned!(last=> =>));
        Branch { head: pattern, braces: last, body: Vec::new() }
    }

    /// Reads an arm's only statement, up to the comma before the next arm.
    fn unbraced_arm(&mut self, head: TokenStream, tokens: &mut Tokens) -> Branch {
        let braces = head.clone().into_iter().last().map_or(Span::call_site(), |last| last.span());
        let length = arm_length(tokens);
        let own = tokens.take(length);
        if own.is_empty() && !head.is_empty() {
            self.errors.at(braces, "expected a statement or a block after `=>`");
        }
        let nothing = matches!(own.clone().into_iter().next(),
            Some(TokenTree::Group(unit)) if unit.delimiter() == Delimiter::Parenthesis && unit.stream().is_empty());
        let body = if nothing && length == 1 {
            Vec::new()
        } else {
            Parser { tokens: Tokens::new(own), in_arm: true, found: Vec::new(), errors: self.errors }.all()
        };
        Branch { head, braces, body }
    }

    fn body(&mut self, head: TokenStream, braces: &Group) -> Branch {
        Branch { head, braces: braces.span(), body: statements(braces.stream(), self.errors) }
    }

    /// Reports braces without a word before them, and reads what is in them.
    fn bare_block(&mut self, braces: &Group) {
        self.tokens.next();
        self.errors.at(braces.span_open(), format!("a block begins with its role; {}", known_blocks()));
        let scope = self.body(TokenStream::new(), braces);
        self.found.push(Statement::Flow(vec![scope]));
    }

    /// Reports `#[…]` and what `///` becomes, and goes on behind it.
    fn attribute(&mut self, place: Span) {
        self.tokens.next();
        if self.tokens.is_punct(0, '!') {
            self.tokens.next();
        }
        match self.tokens.peek(0) {
            Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Bracket => {
                let doc = group.stream().into_iter().next().is_some_and(|word| word.to_string() == "doc");
                self.tokens.next();
                let instead = if doc { "; a comment begins with `//`" } else { "" };
                self.errors.at(place, format!("`pod!` takes no attributes{instead}"));
            }
            _ => self.errors.at(place, "stray `#`"),
        }
    }

    /// Reports a token that begins nothing, and passes over what belongs to it.
    fn stray(&mut self, token: &TokenTree) {
        let shown = match token {
            TokenTree::Group(group) if group.delimiter() == Delimiter::Parenthesis => "(".to_owned(),
            TokenTree::Group(group) if group.delimiter() == Delimiter::Bracket => "[".to_owned(),
            token => token.to_string(),
        };
        self.errors.at(
            token.span(),
            format!("stray `{shown}`: expected a statement or a block; {}", known_blocks()),
        );
        if self.tokens.word(1).is_some() {
            // A word may well begin a sound statement.
            self.tokens.next();
            return;
        }
        if let TokenTree::Punct(_) = token {
            self.tokens.next();
        }
        let scan = scan(Kind::Head, token.span(), &mut self.tokens, self.errors);
        if let End::Body(body) = scan.end {
            // A head without its role.
            let body = Some(statements(body.stream(), self.errors));
            let keyword = Ident::new(ROLES[0].keyword, token.span());
            self.found.push(Statement::Block { keyword, head: scan.tokens, body });
        }
    }

    /// Reports Rust that has no place in a pod, keeping the statements of a loop or a block.
    fn foreign(&mut self, word: &Ident) {
        self.tokens.next();
        let message = match word.to_string().as_str() {
            "else" => "`else` without an `if` before it".to_owned(),
            "while" | "loop" => format!("`{word}` does not stand in `pod!`: `if`, `for` and `match` do"),
            "unsafe" | "async" | "return" | "break" | "continue" => {
                format!("`{word}` does not stand in `pod!`")
            }
            "_" | "self" | "Self" | "super" | "crate" | "true" | "false" => {
                format!("stray `{word}`: expected a statement or a block; {}", known_blocks())
            }
            "fn" | "struct" | "enum" | "use" | "const" | "static" | "impl" | "trait" | "mod" | "pub"
            | "extern" => {
                format!("`{word}` stands outside of `pod!`")
            }
            _ => format!("`{word}` is a word of Rust's own; a verb of that name is written `r#{word}`"),
        };
        self.errors.at(word.span(), message);
        if word == "else" && self.tokens.is_word(0, "if") {
            return;
        }
        let scan = scan(Kind::Condition, word.span(), &mut self.tokens, self.errors);
        let keeps = ["else", "while", "loop", "unsafe", "async"].iter().any(|keyword| word == keyword);
        if let (End::Body(braces), true) = (scan.end, keeps) {
            let scope = self.body(TokenStream::new(), &braces);
            self.found.push(Statement::Flow(vec![scope]));
        }
    }

    /// Reports a statement that something else ended than `;`.
    fn expect_semicolon(&mut self, scan: &Scan, first: Span) {
        let ended = self.in_arm && self.tokens.left() == 0;
        if matches!(scan.end, End::Missing) && !ended {
            self.errors.at(scan.last.unwrap_or(first), "expected `;` after this");
        }
    }
}

/// Stands in for what a keyword decides by, so that its block is still expanded.
fn stand_in(kind: Kind, place: Span) -> TokenStream {
    if kind == Kind::Iteration { quote_spanned!(place=> _ in [()]) } else { quote_spanned!(place=> true) }
}

/// Tells whether a role without braces is a block that lacks them, rather than the verb of the same name:
/// `container web(&shared);` adds a container that plain Rust made.
fn lacks_body(role: &Role, head: &TokenStream) -> bool {
    let first = head.clone().into_iter().next();
    role.method != role.keyword
        || matches!(first, None | Some(TokenTree::Literal(_)))
        || expressions(head.clone()).len() > 1
}

/// Counts the tokens of an arm without braces: up to its `;`, the end of a block of its own, or the comma before the
/// next arm.
fn arm_length(tokens: &Tokens) -> usize {
    let mut comma = None;
    let first = tokens.word(0).map(ToString::to_string).unwrap_or_default();
    let block = matches!(first.as_str(), "if" | "for" | "match") || Role::of(&first).is_some();
    for at in 0..tokens.left() {
        if tokens.is_punct(at, ';') {
            return at + 1;
        }
        if tokens.is_fat_arrow(at) {
            return comma.unwrap_or(at);
        }
        if tokens.is_punct(at, ',') {
            comma = Some(at);
        }
        let goes_on = tokens.is_word(at + 1, "else")
            || tokens.braces(at + 1).is_some()
            || tokens.is_punct(at + 1, '.')
            || tokens.is_assign(at + 1);
        if block && tokens.braces(at).is_some() && !goes_on {
            return at + 1;
        }
    }
    match comma {
        Some(comma) if comma + 1 == tokens.left() => comma,
        _ => tokens.left(),
    }
}

/// Tells whether a statement with its `;` stands before the next `=>`.
fn statement_before_next_arm(tokens: &Tokens) -> bool {
    (0..tokens.left()).find_map(|at| {
        let semicolon = tokens.is_punct(at, ';');
        (semicolon || tokens.is_fat_arrow(at)).then_some(semicolon)
    }) == Some(true)
}
