//! Other people's firewalls: where the host forwards nothing by default, our uplinks are let through.
//!
//! An accepting rule of ours can't undo a drop in another table, so the exception has to stand in that table: a pair of
//! rules at the top of `DOCKER-USER` where there is one (Docker keeps that chain for its users and never flushes it), else
//! of the dropping chain itself. They accept without looking closer, because our own `forward` chain looks at every packet
//! anyway, and a drop there is final. Each carries a comment with the instance's id, by which it is found again.
//!
//! Only nftables is seen here (and so `iptables-nft`); the rules of `iptables-legacy` aren't.

use neargate_core::InstanceId;
use serde_json::Value;

use crate::Error;
use crate::names::Names as _;
use crate::rules::nft;

#[derive(Clone, Debug, PartialEq, Eq)]
struct Chain {
    family: String,
    table: String,
    name: String,
}

/// Makes each dropping chain let our uplinks through; changes nothing where that is so already.
pub(crate) fn open(instance: &InstanceId) -> Result<(), Error> {
    let listing = list()?;
    let present = ours(&listing, instance);
    let mut commands = String::new();
    for chain in dropping(&listing) {
        let here: Vec<_> = present.iter().filter(|(c, _)| *c == chain).collect();
        if here.len() == 2 {
            continue;
        }
        here.into_iter().for_each(|rule| delete(rule, &mut commands));
        let (Chain { family, table, name }, prefix) = (chain, instance.uplinks_prefix());
        for direction in ["oifname", "iifname"] {
            commands.push_str(&format!(
                "insert rule {family} {table} {name} {direction} \"{prefix}*\" accept comment \"{}\"\n",
                comment(instance)
            ));
        }
    }
    apply(&commands)
}

/// Takes our rules out of every chain.
pub(crate) fn close(instance: &InstanceId) -> Result<(), Error> {
    let mut commands = String::new();
    ours(&list()?, instance).iter().for_each(|rule| delete(rule, &mut commands));
    apply(&commands)
}

/// The chains where an exception belongs.
fn dropping(listing: &Value) -> Vec<Chain> {
    let chains: Vec<_> = objects(listing, "chain").collect();
    let mut found = Vec::new();
    for chain in &chains {
        let forwards = chain["hook"] == "forward" && chain["policy"] == "drop";
        let Some(mut exception) = read_chain(chain, "name").filter(|_| forwards) else { continue };
        let user = Chain { name: "DOCKER-USER".to_owned(), ..exception.clone() };
        if chains.iter().any(|c| read_chain(c, "name").as_ref() == Some(&user)) {
            exception = user;
        }
        if matches!(&*exception.family, "ip" | "inet") && !found.contains(&exception) {
            found.push(exception);
        }
    }
    found
}

fn delete((Chain { family, table, name }, handle): &(Chain, u64), commands: &mut String) {
    commands.push_str(&format!("delete rule {family} {table} {name} handle {handle}\n"));
}

/// Our rules in chains of others, with their handles.
fn ours(listing: &Value, instance: &InstanceId) -> Vec<(Chain, u64)> {
    let wanted = comment(instance);
    let rules = objects(listing, "rule").filter(|r| r["comment"] == *wanted);
    rules.filter_map(|r| Some((read_chain(r, "chain")?, r["handle"].as_u64()?))).collect()
}

fn comment(instance: &InstanceId) -> String {
    format!("neargate {instance}")
}

fn objects<'a>(listing: &'a Value, kind: &'static str) -> impl Iterator<Item = &'a Value> {
    listing["nftables"].as_array().into_iter().flatten().filter_map(move |o| o.get(kind))
}

/// The chain that an object is, or stands in; `name` is the key under which it has the chain's name.
fn read_chain(object: &Value, name: &str) -> Option<Chain> {
    let text = |key: &str| object[key].as_str().map(str::to_owned);
    Some(Chain { family: text("family")?, table: text("table")?, name: text(name)? })
}

fn list() -> Result<Value, Error> {
    let doing = "list the host's rules";
    let said = nft(doing, &["-j", "-a", "list", "ruleset"], "")?;
    serde_json::from_str(&said).map_err(|e| Error::Nft { doing, said: format!("unreadable listing: {e}") })
}

fn apply(commands: &str) -> Result<(), Error> {
    if commands.is_empty() {
        return Ok(());
    }
    nft("let uplinks through the host's firewall", &["-f", "-"], commands).map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn chain(family: &str, table: &str, name: &str, policy: &str) -> Value {
        json!({"chain": {"family": family, "table": table, "name": name, "hook": "forward", "policy": policy}})
    }

    fn check(chains: &[Value], expected: &[&str]) {
        let found = dropping(&json!({ "nftables": chains }));
        let found: Vec<_> = found.iter().map(|c| format!("{} {} {}", c.family, c.table, c.name)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn exceptions_go_where_something_drops() {
        let user = json!({"chain": {"family": "ip", "table": "filter", "name": "DOCKER-USER"}});
        check(&[chain("ip", "filter", "FORWARD", "accept"), user.clone()], &[]);
        check(&[chain("ip", "filter", "FORWARD", "drop")], &["ip filter FORWARD"]);
        check(&[chain("ip", "filter", "FORWARD", "drop"), user.clone()], &["ip filter DOCKER-USER"]);
        check(
            &[chain("inet", "fw", "forward", "drop"), chain("ip", "filter", "FORWARD", "drop"), user],
            &["inet fw forward", "ip filter DOCKER-USER"],
        );
        check(&[chain("ip6", "filter", "FORWARD", "drop"), chain("bridge", "x", "forward", "drop")], &[]);
    }
}
