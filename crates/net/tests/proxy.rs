//! Connections of a task go through its proxy.

mod support;

use std::net::Ipv4Addr;

use neargate_net::{Redirection, redirect};
use support::{Ns, Sleeper, interface, network, on_a_machine, task};

/// Who answers a process of that user there.
fn answers(ns: &Ns, uid: u32, to: Ipv4Addr, port: u16) -> String {
    ns.run(|| {
        // The thread visits the namespace and ends with that: nobody else becomes that user.
        // SAFETY: the bare call changes this thread's identity only.
        unsafe { libc::syscall(libc::SYS_setresuid, uid, uid, uid) };
        who(support::ask(to, port))
    })
}

fn who(answer: std::io::Result<String>) -> String {
    answer.map_or_else(|error| error.kind().to_string(), |text| text.split(" to ").next().unwrap().to_owned())
}

#[test]
fn what_comes_and_what_goes_passes_the_proxy_but_for_its_own() {
    on_a_machine("what_comes_and_what_goes_passes_the_proxy_but_for_its_own", || async {
        const PROXY: u32 = 1337;
        let network = network("0000cafe").await;
        let sleeper = Sleeper::new();
        let ns = Ns::of_process(sleeper.pid());
        let at = interface(1, [172, 31, 0, 5], false);
        network.attach(&at, ns.target()).await.unwrap();
        let any = Ipv4Addr::UNSPECIFIED;
        for (port, who) in [(80, "application"), (90, "other"), (15000, "ingress"), (15001, "egress")] {
            ns.serve(any, port, who);
        }
        let neighbour = interface(1, [172, 31, 0, 6], false);
        let (far, _) = task(&network, &neighbour, "far").await;
        far.serve(neighbour.private_ip, 443, "far, spared");
        let (spared, _) = task(&network, &interface(1, [172, 31, 0, 7], false), "spared").await;
        let to = |last: u8| Ipv4Addr::new(172, 31, 0, last);

        let mut wanted = Redirection {
            ingress_port: 15000,
            egress_port: 15001,
            app_ports: vec![80, 8080],
            ignored_uid: Some(PROXY),
            ignored_gid: None,
            egress_ignored_ports: vec![443],
            egress_ignored: vec!["172.31.0.7/32".parse().unwrap()],
        };
        redirect(sleeper.pid(), &wanted).unwrap();
        redirect(sleeper.pid(), &wanted).unwrap();

        // What comes.
        assert_eq!(who(far.ask(to(5), 80)), "ingress");
        assert_eq!(who(far.ask(to(5), 8080)), "ingress");
        assert_eq!(who(far.ask(to(5), 90)), "other");
        // What goes: to a neighbour, and to where nobody is.
        assert_eq!(answers(&ns, 0, to(6), 80), "egress");
        assert_eq!(answers(&ns, 1000, Ipv4Addr::new(192, 0, 2, 1), 9999), "egress");
        assert_eq!(answers(&ns, PROXY, to(6), 80), "far");
        assert_eq!(answers(&ns, 0, to(6), 443), "far, spared");
        assert_eq!(answers(&ns, 0, to(7), 80), "spared");
        // What stays.
        assert_eq!(answers(&ns, 0, Ipv4Addr::LOCALHOST, 80), "application");
        assert_eq!(answers(&ns, 0, to(5), 80), "application");

        wanted.app_ports = vec![90];
        redirect(sleeper.pid(), &wanted).unwrap();
        assert_eq!(who(far.ask(to(5), 80)), "application");
        assert_eq!(who(far.ask(to(5), 90)), "ingress");
        drop(spared);
        network.close_all().await.unwrap();
    });
}
