//! Control flow: `if`, `for` and `match` around statements and blocks.

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote_spanned};

use super::Parser;
use crate::{
    scan::{End, Kind, scan},
    syntax::{Branch, Entries, Nested, Role, Statement},
    tokens::{Tokens, ends_operand, is_keyword, is_punct},
};

impl Parser<'_> {
    /// Reads `if`, `else if` and `else`.
    pub(super) fn branches(&mut self, keyword: &Ident) {
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
    pub(super) fn branch(&mut self, keyword: &Ident, kind: Kind, decides: &str) -> Branch {
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
    pub(super) fn choice(&mut self, keyword: &Ident) {
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
                _ if !complete && begins_block(&tokens) => {
                    let head = self.without_arrow(head).head;
                    self.unbraced_arm(head, &mut tokens)
                }
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
            Parser {
                tokens: Tokens::new(own),
                in_arm: true,
                grammar: self.grammar,
                found: Vec::new(),
                errors: self.errors,
            }
            .all()
        };
        Branch { head, braces, body }
    }
}

/// Stands in for what a keyword decides by, so that its block is still expanded.
fn stand_in(kind: Kind, place: Span) -> TokenStream {
    if kind == Kind::Iteration { quote_spanned!(place=> _ in [()]) } else { quote_spanned!(place=> true) }
}

/// Counts the tokens of an arm without braces: up to its `;`, the end of a block of its own, or the comma before the
/// next arm.
fn arm_length(tokens: &Tokens) -> usize {
    let mut comma = None;
    let first = tokens.word(0).map(ToString::to_string).unwrap_or_default();
    let block = matches!(first.as_str(), "if" | "for" | "match")
        || Role::of(&first).is_some()
        || Nested::is(&first)
        || Entries::is(&first);
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

/// Tells whether a role and the text of its head come next, which is no pattern.
fn begins_block(tokens: &Tokens) -> bool {
    let role = tokens.word(0).is_some_and(|word| Role::of(&word.to_string()).is_some());
    role && matches!(tokens.peek(1), Some(TokenTree::Literal(_)))
}
