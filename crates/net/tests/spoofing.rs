//! What a task with raw sockets can't do: speak for another.

mod support;

use std::io;
use std::mem;
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd};
use std::time::{Duration, Instant};

use support::*;

const MINE: [u8; 4] = [172, 31, 0, 5];
const VICTIM: [u8; 4] = [172, 31, 0, 6];
const OTHER: [u8; 4] = [172, 31, 0, 7];
const ETH_IPV4: [u8; 2] = [8, 0];
const ETH_ARP: [u8; 2] = [8, 6];
const ETH_VLAN: [u8; 2] = [0x81, 0];
const ETH_IPV6: [u8; 2] = [0x86, 0xdd];

#[test]
fn a_task_speaks_for_itself_only() {
    on_a_machine("a_task_speaks_for_itself_only", || async {
        let network = network("0123abcd").await;
        let (mine, victim, other) =
            (interface(1, MINE, true), interface(1, VICTIM, false), interface(1, OTHER, false));
        let (me, _) = task(&network, &mine, "me").await;
        let (them, _) = task(&network, &victim, "them").await;
        let (_other, _) = task(&network, &other, "other").await;
        assert!(me.ask(VICTIM.into(), 80).is_ok());

        let check = |what: &str, frame: &[u8], expected: bool| {
            assert_eq!(arrives(&me, frame, &them), expected, "{what}");
        };
        let (to, from) = (victim.mac, mine.mac);
        check("my own packet", &ipv4(to, from, MINE, VICTIM), true);
        check("another's address", &ipv4(to, from, OTHER, VICTIM), false);
        check("an address of nobody", &ipv4(to, from, [10, 9, 8, 7], VICTIM), false);
        check("another's hardware address", &ipv4(to, other.mac, MINE, VICTIM), false);
        check("another's both", &ipv4(to, other.mac, OTHER, VICTIM), false);
        check("my own ARP reply", &arp(to, from, from, MINE), true);
        check("an ARP reply for another", &arp(to, from, from, OTHER), false);
        check("an ARP reply for the gateway", &arp(to, from, from, [172, 31, 0, 1]), false);
        check("an ARP reply that sends my traffic elsewhere", &arp(to, from, other.mac, MINE), false);
        check("an ARP reply sent as another", &arp(to, other.mac, from, MINE), false);
        check("IPv6", &frame(to, from, ETH_IPV6, &[0x60; 60]), false);
        let mut tagged = vec![0, 9, 8, 0];
        tagged.extend_from_slice(&ipv4(to, from, OTHER, VICTIM)[14..]);
        check("another's address behind a VLAN tag", &frame(to, from, ETH_VLAN, &tagged), false);
    });
}

/// Whether a frame that `from` sends is seen on the interface of `to`.
fn arrives(from: &Ns, frame: &[u8], to: &Ns) -> bool {
    let (receiver, sender) = (to.run(packet_socket), from.run(packet_socket));
    // SAFETY: the pointer and the length are the frame's own.
    let sent = unsafe { libc::send(sender.as_raw_fd(), frame.as_ptr().cast(), frame.len(), 0) };
    assert_eq!(sent, frame.len() as isize, "{}", io::Error::last_os_error());
    let until = Instant::now() + Duration::from_millis(250);
    let mut buffer = [0u8; 2048];
    while Instant::now() < until {
        // SAFETY: the pointer and the length are the buffer's own.
        let len = unsafe { libc::recv(receiver.as_raw_fd(), buffer.as_mut_ptr().cast(), buffer.len(), 0) };
        // A VLAN tag is taken off on the way; what it hid is what counts.
        let hidden = if frame[12..14] == ETH_VLAN { 18 } else { 14 };
        if len > 14 && buffer[..12] == frame[..12] && buffer[14..len as usize].starts_with(&frame[hidden..]) {
            return true;
        }
    }
    false
}

/// Sees and sends whole frames on `eth0`; waits 50 ms for each.
fn packet_socket() -> OwnedFd {
    let protocol = (libc::ETH_P_ALL as u16).to_be();
    // SAFETY: `socket` takes no pointers; the descriptor is new and ours; the address is fully initialised, and its size
    // is passed with it.
    unsafe {
        let fd = libc::socket(libc::AF_PACKET, libc::SOCK_RAW | libc::SOCK_CLOEXEC, i32::from(protocol));
        assert!(fd >= 0, "{}", io::Error::last_os_error());
        let fd = OwnedFd::from_raw_fd(fd);
        let mut address: libc::sockaddr_ll = mem::zeroed();
        address.sll_family = libc::AF_PACKET as u16;
        address.sll_protocol = protocol;
        address.sll_ifindex = libc::if_nametoindex(c"eth0".as_ptr()) as i32;
        let size = size_of_val(&address) as u32;
        assert_eq!(libc::bind(fd.as_raw_fd(), (&raw const address).cast(), size), 0);
        rustix::net::sockopt::set_socket_timeout(
            &fd,
            rustix::net::sockopt::Timeout::Recv,
            Some(Duration::from_millis(50)),
        )
        .unwrap();
        fd
    }
}

fn frame(to: [u8; 6], from: [u8; 6], kind: [u8; 2], payload: &[u8]) -> Vec<u8> {
    [&to[..], &from, &kind, payload].concat()
}

/// A UDP packet, its checksums right.
fn ipv4(to: [u8; 6], from: [u8; 6], source: [u8; 4], destination: [u8; 4]) -> Vec<u8> {
    let mut header = [0x45, 0, 0, 36, 0, 1, 0, 0, 64, 17, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    header[12..16].copy_from_slice(&source);
    header[16..20].copy_from_slice(&destination);
    let sum: u32 = header.chunks(2).map(|w| u32::from(u16::from_be_bytes([w[0], w[1]]))).sum();
    let sum = !((sum & 0xffff) + (sum >> 16)) as u16;
    header[10..12].copy_from_slice(&sum.to_be_bytes());
    let udp = [0x30, 0x39, 0x30, 0x39, 0, 16, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8];
    frame(to, from, ETH_IPV4, &[&header[..], &udp].concat())
}

/// An ARP reply that says `claimed_ip` is at `claimed_mac`.
fn arp(to: [u8; 6], from: [u8; 6], claimed_mac: [u8; 6], claimed_ip: [u8; 4]) -> Vec<u8> {
    let head = [0, 1, 8, 0, 6, 4, 0, 2];
    frame(to, from, ETH_ARP, &[&head[..], &claimed_mac, &claimed_ip, &to, &VICTIM].concat())
}
