//! Any tokens at all: no panic, and as little lost as possible.

use proc_macro2::{Delimiter, Group, Ident, Literal, Punct, Spacing, Span, TokenStream, TokenTree};

use crate::syntax::Grammar;

use super::{errors, spelled, tokens};

const SOUND: &str = r#"
    pod "x";
    volume shared = empty_dir("shared-data");
    let http = Port::tcp(80);
    first;
    container "app", "nginx" {
        second &shared, "/app";
        third 8080;
        if debug { fourth "A", "b"; } else if let Some(x) = y { fifth x; } else { sixth; }
        for (k, v) in pairs { seventh k, v; }
        match level { Some(1) => eighth 1, Some(n) if n > 3 => { ninth n; } _ => tenth, }
    }
    inbound_ambassador "proxy", "haproxy", &http, &http { eleventh (if a { 1 } else { 2 }); }
    ..base();
    twelfth;
    affinity { thirteenth "a"; }
    container (made()) {
        readiness http_get("/", &http) { fourteenth 5; if slow { fifteenth 6; } }
        env { SIXTEENTH = "a"; "seventeenth" = b; ..&config; }
    }
"#;

const VERBS: [&str; 17] = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "SIXTEENTH",
    "seventeenth",
];

/// Steele, Lea and Flood's `SplitMix64`: enough to choose tokens with, and the same on every machine.
struct Choices(u64);

impl Choices {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((mixed ^ (mixed >> 31)) % bound as u64).unwrap()
    }

    fn of<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list[self.below(list.len())]
    }

    fn stream(&mut self, depth: usize) -> TokenStream {
        let length = self.below(9);
        (0..length).map(|_| self.token(depth)).collect()
    }

    fn token(&mut self, depth: usize) -> TokenTree {
        let words = [
            "env",
            "labels",
            "resources",
            "readiness",
            "config_map",
            "pod",
            "let",
            "volume",
            "container",
            "sidecar",
            "adapter",
            "inbound_ambassador",
            "if",
            "else",
            "for",
            "in",
            "match",
            "while",
            "unsafe",
            "self",
            "_",
            "mount",
            "port",
            "shared",
            "move",
            "r#type",
            "type",
            "as",
            "fn",
        ];
        let signs = [";", ";", ";", ",", "=", ">", "<", ".", "&", "|", ":", "!", "?", "#", "-", "'", "@"];
        match self.below(10) {
            0..=3 => {
                let word = self.of(&words);
                match word.strip_prefix("r#") {
                    Some(word) => Ident::new_raw(word, Span::call_site()).into(),
                    None => Ident::new(word, Span::call_site()).into(),
                }
            }
            4..=6 => {
                let spacing = if self.below(2) == 0 { Spacing::Alone } else { Spacing::Joint };
                let sign = self.of(&signs).chars().next().unwrap();
                Punct::new(sign, spacing).into()
            }
            7 => {
                let literals =
                    ["\"text\"", "r#\"raw\"#", "b\"bytes\"", "c\"c\"", "'c'", "b'b'", "8080", "0xffu16"];
                let odd = ["340282366920938463463374607431768211456", "1.5e999", "1_000f32", "0b1"];
                let all = [&literals[..], &odd[..]].concat();
                TokenTree::Literal(self.of(&all).parse().unwrap())
            }
            _ if depth == 0 => Literal::usize_unsuffixed(8080).into(),
            _ => {
                let delimiters = [
                    Delimiter::Brace,
                    Delimiter::Brace,
                    Delimiter::Parenthesis,
                    Delimiter::Bracket,
                    Delimiter::None,
                ];
                let delimiter = delimiters[self.below(delimiters.len())];
                Group::new(delimiter, self.stream(depth - 1)).into()
            }
        }
    }
}

#[test]
fn expands_any_tokens_without_panic() {
    for seed in 0..8_000 {
        let input = Choices(seed).stream(4);
        for (grammar, end) in [(Grammar::Pod, "p }"), (Grammar::Bundle, "b }")] {
            let output = spelled(crate::expand(input.clone(), grammar));
            assert!(output.contains(end), "{input} became {output}");
        }
    }
}

#[test]
fn expands_sound_input_with_any_token_missing_or_replaced() {
    let text = spelled(crate::expand(tokens(SOUND), Grammar::Pod));
    assert_eq!(errors(SOUND), Vec::<String>::new());
    assert!(VERBS.iter().all(|verb| text.contains(*verb)), "{text}");
    let count = count(&tokens(SOUND));
    let mut choices = Choices(1);
    for at in 0..count {
        for replaced in [false, true] {
            let instead = replaced.then(|| choices.token(1));
            let mut left = at;
            let input = without(tokens(SOUND), &mut left, instead.as_ref());
            let output = spelled(crate::expand(input.clone(), Grammar::Pod));
            let lost: Vec<_> = VERBS.iter().filter(|verb| !output.contains(**verb)).collect();
            assert!(lost.len() <= 1 || replaced, "{lost:?} lost from {input}");
        }
    }
}

/// Counts the tokens outside of and in groups, not the groups themselves.
fn count(stream: &TokenStream) -> usize {
    let one = |token: TokenTree| if let TokenTree::Group(group) = token { count(&group.stream()) } else { 1 };
    stream.clone().into_iter().map(one).sum()
}

/// Drops or replaces the token that `left` counts down to.
fn without(stream: TokenStream, left: &mut usize, instead: Option<&TokenTree>) -> TokenStream {
    let mut kept = Vec::new();
    for token in stream {
        match token {
            TokenTree::Group(group) => {
                let mut inner = Group::new(group.delimiter(), without(group.stream(), left, instead));
                inner.set_span(group.span());
                kept.push(inner.into());
            }
            token => {
                match *left {
                    0 => kept.extend(instead.cloned()),
                    _ => kept.push(token),
                }
                *left = left.wrapping_sub(1);
            }
        }
    }
    kept.into_iter().collect()
}
