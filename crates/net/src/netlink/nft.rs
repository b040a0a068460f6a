//! Elements of nftables sets over nfnetlink, so that plugging a task in forks no `nft`.
//!
//! Tables, chains and rules come from `rules` as text; only what changes with every task is written by hand here.
//! A key of several fields (`ifname . ether_addr . ipv4_addr`) is their bytes one after the other, each padded to four.
//! The element's comment is stored as `nft` stores it, so `nft list` shows it and a restart reads it back.

use std::io;
use std::net::Ipv4Addr;

use libc::{NLM_F_ACK, NLM_F_CREATE, NLM_F_DUMP};

use super::{Messages, Socket, attributes, str_of};

// Of linux/netfilter/nf_tables.h: attributes of an element list, an element and a value.
const LIST_TABLE: u16 = 1;
const LIST_SET: u16 = 2;
const LIST_ELEMENTS: u16 = 3;
const LIST_ELEMENT: u16 = 1;
const ELEMENT_KEY: u16 = 1;
const ELEMENT_USERDATA: u16 = 6;
const DATA_VALUE: u16 = 1;
/// The kind under which `nft` keeps a comment in an element's user data.
const USERDATA_COMMENT: u8 = 0;

pub(crate) const FAMILY_INET: u8 = libc::NFPROTO_INET as u8;
pub(crate) const FAMILY_BRIDGE: u8 = libc::NFPROTO_BRIDGE as u8;

#[derive(Clone, Copy)]
pub(crate) struct Set<'a> {
    pub(crate) family: u8,
    pub(crate) table: &'a str,
    pub(crate) name: &'a str,
}

/// What an anti-spoofing element says: this link speaks with this hardware address and this address only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PortKey {
    pub(crate) link: String,
    pub(crate) mac: [u8; 6],
    pub(crate) ip: Ipv4Addr,
}

impl PortKey {
    pub(crate) fn encode(&self) -> Vec<u8> {
        let mut key = ifname_key(&self.link);
        key.extend_from_slice(&self.mac);
        key.extend_from_slice(&[0; 2]);
        key.extend_from_slice(&self.ip.octets());
        key
    }

    pub(crate) fn decode(key: &[u8]) -> Option<Self> {
        let mac = key.get(16..22)?.try_into().ok()?;
        let ip = <[u8; 4]>::try_from(key.get(24..28)?).ok()?;
        Some(Self { link: str_of(&key[..16]), mac, ip: ip.into() })
    }
}

/// A link's name as a set's key: sixteen bytes, filled up with zeros.
pub(crate) fn ifname_key(name: &str) -> Vec<u8> {
    let mut key = name.as_bytes().to_vec();
    key.resize(libc::IFNAMSIZ, 0);
    key
}

pub(crate) enum Change<'a> {
    Add { set: Set<'a>, key: Vec<u8>, comment: &'a str },
    Delete { set: Set<'a>, key: Vec<u8> },
}

/// Makes all changes or none. Adding what is there succeeds, deleting what isn't fails with `ENOENT`, and slowly: a batch
/// that fails waits for every reader of the old rules (some 10 ms), one that succeeds doesn't.
pub(crate) fn commit(socket: &mut Socket, changes: &[Change<'_>]) -> io::Result<()> {
    let mut messages = Messages::default();
    let batch = [libc::AF_UNSPEC as u8, 0, 0, libc::NFNL_SUBSYS_NFTABLES as u8];
    messages.push(libc::NFNL_MSG_BATCH_BEGIN as u16, 0, &batch, |_| {});
    for change in changes {
        let (kind, flags, set) = match change {
            Change::Add { set, .. } => (libc::NFT_MSG_NEWSETELEM, NLM_F_ACK | NLM_F_CREATE, set),
            Change::Delete { set, .. } => (libc::NFT_MSG_DELSETELEM, NLM_F_ACK, set),
        };
        messages.push(message(kind), flags, &[set.family, 0, 0, 0], |a| {
            a.put_str(LIST_TABLE, set.table);
            a.put_str(LIST_SET, set.name);
            a.nest(LIST_ELEMENTS, &[], |a| {
                a.nest(LIST_ELEMENT, &[], |a| {
                    let (Change::Add { key, .. } | Change::Delete { key, .. }) = change;
                    a.nest(ELEMENT_KEY, &[], |a| a.put(DATA_VALUE, key));
                    if let Change::Add { comment, .. } = change {
                        a.put(ELEMENT_USERDATA, &userdata(comment));
                    }
                });
            });
        });
    }
    messages.push(libc::NFNL_MSG_BATCH_END as u16, 0, &batch, |_| {});
    socket.exchange(messages).map(drop)
}

/// Every element of a set: its key and its comment.
pub(crate) fn elements(socket: &mut Socket, set: Set<'_>) -> io::Result<Vec<(Vec<u8>, String)>> {
    let mut messages = Messages::default();
    messages.push(message(libc::NFT_MSG_GETSETELEM), NLM_F_DUMP, &[set.family, 0, 0, 0], |a| {
        a.put_str(LIST_TABLE, set.table);
        a.put_str(LIST_SET, set.name);
    });
    let replies = socket.exchange(messages)?;
    let lists = replies.iter().filter_map(|r| r.payload.get(4..)).flat_map(attributes);
    let elements = lists.filter(|(kind, _)| *kind == LIST_ELEMENTS).flat_map(|(_, data)| attributes(data));
    Ok(elements.filter_map(|(_, element)| read_element(element)).collect())
}

fn read_element(element: &[u8]) -> Option<(Vec<u8>, String)> {
    let find = |wanted: u16| attributes(element).find(|(kind, _)| *kind == wanted).map(|(_, data)| data);
    let value = attributes(find(ELEMENT_KEY)?).find(|(kind, _)| *kind == DATA_VALUE)?.1;
    Some((value.to_vec(), find(ELEMENT_USERDATA).and_then(comment).unwrap_or_default()))
}

fn message(kind: i32) -> u16 {
    ((libc::NFNL_SUBSYS_NFTABLES << 8) | kind) as u16
}

fn userdata(comment: &str) -> Vec<u8> {
    // One byte of length, the terminating zero included; our comments are ids.
    let text = &comment.as_bytes()[..comment.len().min(254)];
    let mut data = vec![USERDATA_COMMENT, text.len() as u8 + 1];
    data.extend_from_slice(text);
    data.push(0);
    data
}

fn comment(data: &[u8]) -> Option<String> {
    (*data.first()? == USERDATA_COMMENT).then_some(())?;
    data.get(2..2 + usize::from(*data.get(1)?)).map(str_of)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_port_key_is_padded_field_by_field() {
        let key = PortKey { link: "abcd".into(), mac: [2, 0, 0, 0, 0, 1], ip: Ipv4Addr::new(10, 0, 0, 1) };
        let bytes = key.encode();
        // As `nft --debug=mnl` shows the same element.
        let expected: &[u8] = b"abcd\0\0\0\0\0\0\0\0\0\0\0\0\x02\0\0\0\0\x01\0\0\x0a\0\0\x01";
        assert_eq!(bytes, expected);
        assert_eq!(PortKey::decode(&bytes), Some(key));
    }

    #[test]
    fn comments_survive_and_stay_bounded() {
        assert_eq!(comment(&userdata("eni-1")), Some("eni-1".to_owned()));
        assert_eq!(comment(&userdata(&"x".repeat(400))).map(|c| c.len()), Some(254));
        assert_eq!(comment(&[]), None);
    }
}
