//! `bundle!`: several objects.

use super::{container, errors_of, sound, spelled, tokens};
use crate::syntax::Grammar;

fn assert_expands(input: &str, steps: &str) {
    assert_eq!(errors_of(input, Grammar::Bundle), Vec::<String>::new(), "{input}");
    let bundle = format!("{{ #[allow(unused_mut)] let mut b = ::pod_dsl::Bundle::new(); {steps} b }}");
    assert_eq!(sound(input, Grammar::Bundle), spelled(tokens(&bundle)), "{input}");
}

#[test]
fn adds_objects() {
    let web = container(r#""web", "b""#, "c = c.env_from(&shop);");
    assert_expands(
        r#"config_map shop = "shop" { data "A", "1"; labels { app = "shop"; } }
           secret "token" { string_data { TOKEN = "t"; } }
           let http = Port::tcp(80);
           volume shared = empty_dir("shared");
           pod "shop" { label "app", "shop"; container "web", "b" { env_from &shop; } }"#,
        &format!(
            r#"let shop = {{ #[allow(unused_mut)] let mut m = ::pod_dsl::ConfigMap::new("shop");
                 m = m.data("A", "1"); {{ m = m.label("app", "shop"); }} m }};
               b = b.add(shop.clone());
               b = b.add({{ #[allow(unused_mut)] let mut s = ::pod_dsl::Secret::new("token");
                 {{ s = s.string_data("TOKEN", "t"); }} s }});
               let http = Port::tcp(80);
               let shared = ::pod_dsl::Volume::empty_dir("shared");
               b = b.add({{ #[allow(unused_mut)] let mut p = ::pod_dsl::Pod::new("shop");
                 p = p.label("app", "shop"); p = p.container({web}); p }});"#
        ),
    );
}

#[test]
fn takes_expressions_for_objects() {
    assert_expands(
        r#"..base();
           add web;
           add (web);
           web_pod();
           web_pod(1).cron_job("@daily");
           Pod::new("a").container(web());
           web.clone();
           pod! { pod "b"; container "c", "d" {} }
           ..base();
           pod! { pod "b"; }.label("e", "f");
           web_pod!("g");"#,
        r#"b = b.add(base());
           b = b.add(web);
           b = b.add((web));
           b = b.add(web_pod());
           b = b.add(web_pod(1).cron_job("@daily"));
           b = b.add(Pod::new("a").container(web()));
           b = b.add(web.clone());
           b = b.add(pod! { pod "b"; container "c", "d" {} });
           b = b.add(base());
           b = b.add(pod! { pod "b"; }.label("e", "f"));
           b = b.add(web_pod!("g"));"#,
    );
}

#[test]
fn puts_control_flow_around_objects() {
    let pod = "{ #[allow(unused_mut)] let mut p = ::pod_dsl::Pod::new(tenant); p = p.include(base()); p }";
    assert_expands(
        "for tenant in tenants { pod tenant { ..base(); } }
         if monitored { monitor::objects(); }
         match a { 1 => add b, _ => pod tenant { ..base(); } }",
        &format!(
            "for tenant in tenants {{ b = b.add({pod}); }}
             if monitored {{ b = b.add(monitor::objects()); }}
             match a {{ 1 => {{ b = b.add(b); }} _ => {{ b = b.add({pod}); }} }}"
        ),
    );
}

#[test]
fn reports_what_is_no_object() {
    let example = "`config_map \"web\" { … }`";
    for (input, message) in [
        ("config_map;", format!("1:1 `config_map` needs a name, and a block `{{ … }}` after it: {example}")),
        ("config_map {}", format!("1:1 `config_map` needs a name: {example}")),
        ("config_map \"a\", \"b\" {}", "1:17 `config_map` takes a name, nothing more".into()),
        ("config_map a = {}", format!("1:1 `config_map` needs a name: {example}")),
        (
            "container \"a\", \"b\" {}",
            "1:1 `container` stands in the block of a `pod`: `pod \"name\" { … }`".into(),
        ),
        ("pod \"a\" { pod \"b\"; ..c; }", "1:11 a second `pod`: one `pod!` makes one pod".into()),
        (
            "secrets \"a\" {}",
            "1:1 no block is called `secrets`; did you mean `secret`? known blocks: pod, config_map, secret"
                .into(),
        ),
        ("secret \"a\" { ..b; }", "1:14 `..` does not stand in the block of `secret`".into()),
    ] {
        assert_eq!(errors_of(input, Grammar::Bundle), [message], "{input}");
    }
}
