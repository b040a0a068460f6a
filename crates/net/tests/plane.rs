//! Packets through the whole plane, each test on a machine of its own.

mod support;

use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::time::{Duration, Instant};

use neargate_net::{Error, NetnsTarget};
use support::*;

const A: [u8; 4] = [172, 31, 0, 5];
const B: [u8; 4] = [172, 31, 0, 6];
const C: [u8; 4] = [172, 31, 16, 5];

#[test]
fn tasks_reach_each_other_and_the_host_reaches_them() {
    on_a_machine("tasks_reach_each_other_and_the_host_reaches_them", || async {
        let network = network("0123abcd").await;
        let (a, at) = task(&network, &interface(1, A, false), "a").await;
        let (_b, _) = task(&network, &interface(1, B, false), "b").await;
        let (c, _) = task(&network, &interface(1, C, true), "c").await;
        assert_eq!(a.ask(B.into(), 80).unwrap(), "b to 172.31.0.5", "one subnet");
        assert_eq!(a.ask(C.into(), 80).unwrap(), "c to 172.31.0.5", "two subnets");
        assert_eq!(c.ask(A.into(), 80).unwrap(), "a to 172.31.16.5", "and back");
        assert_eq!(at.host_reachable_at, Ipv4Addr::from(A), "the block is free on the host");
        assert!(ask(A.into(), 80).unwrap().starts_with("a to 169.254."), "from the host");
        assert_eq!(
            a.run(|| ask(Ipv4Addr::LOCALHOST, 81)).unwrap_err().kind(),
            std::io::ErrorKind::ConnectionRefused
        );
    });
}

#[test]
fn only_public_tasks_reach_the_outside_and_none_the_host() {
    on_a_machine("only_public_tasks_reach_the_outside_and_none_the_host", || async {
        let outside = outside(1500);
        outside.serve(OUTSIDE, 80, "outside");
        serve(TcpListener::bind("0.0.0.0:8080").unwrap(), "host");
        let network = network("0123abcd").await;
        let (private, _) = task(&network, &interface(1, A, false), "a").await;
        let (public, _) = task(&network, &interface(1, B, true), "b").await;
        assert_eq!(public.ask(OUTSIDE, 80).unwrap(), format!("outside to {HOST}"));
        let refused = private.ask(OUTSIDE, 80).unwrap_err();
        assert_eq!(refused.kind(), std::io::ErrorKind::HostUnreachable, "told, not left waiting");

        let uplink: Ipv4Addr =
            sh("ip -o -4 addr | awk '$2 ~ /^ng/ {print $4}' | cut -d/ -f1").trim().parse().unwrap();
        for (who, task) in [("private", &private), ("public", &public)] {
            for host in [uplink, HOST] {
                assert!(task.ask(host, 8080).is_err(), "{who} task reached the host at {host}");
            }
            assert!(task.ask(Ipv4Addr::new(172, 31, 200, 1), 80).is_err(), "an address that nobody has");
        }
        assert!(ask(HOST, 8080).is_ok(), "the host's service does run");
        outside.run(|| sh(&format!("ip route add 172.31.0.0/16 via {HOST}")));
        assert!(outside.ask(A.into(), 80).is_err(), "the outside isn't let in, even where it knows the way");
    });
}

#[test]
fn two_vpcs_may_have_the_same_addresses() {
    on_a_machine("two_vpcs_may_have_the_same_addresses", || async {
        let outside = outside(1500);
        outside.serve(OUTSIDE, 80, "outside");
        let network = network("0123abcd").await;
        let (one, at_one) = task(&network, &interface(1, A, true), "one").await;
        let (two, at_two) = task(&network, &interface(2, A, true), "two").await;
        let (_, _) = task(&network, &interface(2, B, true), "neighbour").await;
        assert_eq!(at_one.host_reachable_at, Ipv4Addr::from(A));
        assert_eq!(at_two.host_reachable_at, Ipv4Addr::new(100, 64, 0, 5));
        assert!(ask(at_one.host_reachable_at, 80).unwrap().starts_with("one to"));
        assert!(ask(at_two.host_reachable_at, 80).unwrap().starts_with("two to"));
        assert_eq!(two.ask(B.into(), 80).unwrap(), "neighbour to 172.31.0.5");
        assert!(one.ask(B.into(), 80).is_err(), "the neighbour is in the other vpc");
        assert!(one.ask(at_two.host_reachable_at, 80).is_err(), "no vpc reaches another");
        assert!(two.ask(at_one.host_reachable_at, 80).unwrap().starts_with("two"), "it means itself by that");
        for ns in [one, two] {
            assert_eq!(ns.ask(OUTSIDE, 80).unwrap(), format!("outside to {HOST}"));
        }
    });
}

#[test]
fn a_block_that_the_host_uses_is_aliased() {
    on_a_machine("a_block_that_the_host_uses_is_aliased", || async {
        sh(
            "ip link add lan0 type veth peer name lan1; ip link set lan1 up; ip addr add 172.31.7.1/24 dev lan0; ip link set lan0 up",
        );
        sh("ip route add 100.64.0.0/24 dev lan0");
        let network = network("0123abcd").await;
        let (_, at) = task(&network, &interface(1, C, false), "c").await;
        assert_eq!(at.host_reachable_at, Ipv4Addr::new(100, 65, 16, 5));
        assert!(ask(at.host_reachable_at, 80).unwrap().starts_with("c to"));
    });
}

#[test]
fn a_host_that_forwards_nothing_lets_us_through() {
    on_a_machine("a_host_that_forwards_nothing_lets_us_through", || async {
        let outside = outside(1500);
        outside.serve(OUTSIDE, 80, "outside");
        sh("nft 'add table ip filter; add chain ip filter DOCKER-USER; \
            add chain ip filter FORWARD { type filter hook forward priority 0; policy drop; }; \
            add rule ip filter FORWARD jump DOCKER-USER; \
            add table inet other; add chain inet other fwd1 { type filter hook forward priority 10; policy drop; }'");
        let before = sh("nft list ruleset");
        let network = network("0123abcd").await;
        let (a, _) = task(&network, &interface(1, A, true), "a").await;
        assert_eq!(a.ask(OUTSIDE, 80).unwrap(), format!("outside to {HOST}"));
        let rules = || sh("nft list ruleset").matches("comment \"neargate 0123abcd\"").count();
        assert_eq!(rules(), 4);
        network.repair().await.unwrap();
        assert_eq!(rules(), 4, "repeating adds nothing");
        sh("nft flush chain inet other fwd1");
        assert!(a.ask(OUTSIDE, 80).is_err());
        network.repair().await.unwrap();
        assert!(a.ask(OUTSIDE, 80).is_ok(), "mended after a reload");
        let complete = machine();
        sh("nft delete table inet neargate_0123abcd; ip link delete $(ip -o link | grep -o 'ngu[^@]*')");
        assert!(a.ask(OUTSIDE, 80).is_err());
        network.repair().await.unwrap();
        assert!(a.ask(OUTSIDE, 80).is_ok(), "even without table and uplink");
        assert_eq!(machine().lines().count(), complete.lines().count());
        network.close_all().await.unwrap();
        assert_eq!(sh("nft list ruleset"), before);
    });
}

#[test]
fn large_transfers_pass_the_narrow_uplink() {
    on_a_machine("large_transfers_pass_the_narrow_uplink", || async {
        let outside = outside(1400);
        let network = network("0123abcd").await;
        let (a, _) = task(&network, &interface(1, A, true), "a").await;
        let (b, _) = task(&network, &interface(1, B, false), "b").await;
        assert_eq!(
            a.run(|| sh("cat /proc/net/dev | grep -c eth0; ip link show eth0 | grep -o 'mtu [0-9]*'")),
            "1\nmtu 9001\n"
        );
        let sink = |ns: &Ns, at: Ipv4Addr| {
            let listener = ns.run(|| TcpListener::bind((at, 90)).unwrap());
            std::thread::spawn(move || {
                let (mut stream, _) = listener.accept().unwrap();
                let mut got = Vec::new();
                stream.read_to_end(&mut got).unwrap();
                stream.write_all(&got).unwrap();
            })
        };
        for (server, at) in [(&outside, OUTSIDE), (&b, B.into())] {
            let serving = sink(server, at);
            let back = a.run(|| {
                let mut stream = TcpStream::connect((at, 90)).unwrap();
                stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
                stream.write_all(&vec![7; 3_000_000]).unwrap();
                stream.shutdown(std::net::Shutdown::Write).unwrap();
                let mut back = Vec::new();
                stream.read_to_end(&mut back).unwrap();
                back.len()
            });
            assert_eq!(back, 3_000_000);
            serving.join().unwrap();
        }
    });
}

#[test]
fn a_restarted_daemon_goes_on() {
    on_a_machine("a_restarted_daemon_goes_on", || async {
        let first = network("0123abcd").await;
        let (a, _) = task(&first, &interface(1, A, false), "a").await;
        let (_two, at_two) = task(&first, &interface(2, A, false), "two").await;
        let seen = machine();
        let second = reopen(first, || options("0123abcd")).await;
        assert_eq!(machine(), seen, "opening changes nothing");
        let mut vpcs = second.vpcs().await.unwrap();
        vpcs.sort();
        assert_eq!(vpcs, ["vpc-1", "vpc-2"]);
        let mut enis = second.interfaces().await.unwrap();
        enis.sort();
        assert_eq!(enis, ["eni-1-172.31.0.5", "eni-2-172.31.0.5"]);
        let again = second.attach(&interface(1, A, false), a.target()).await.unwrap();
        assert_eq!(again.host_reachable_at, Ipv4Addr::from(A));
        let (_b, at_b) = task(&second, &interface(2, B, false), "b").await;
        assert_eq!(at_b.host_reachable_at, Ipv4Addr::new(100, 64, 0, 6), "the alias is remembered");
        assert!(ask(at_two.host_reachable_at, 80).unwrap().starts_with("two"));
        assert!(ask(A.into(), 80).unwrap().starts_with("a to"));
        second.detach("eni-2-172.31.0.5").await.unwrap();
        assert!(ask(at_two.host_reachable_at, 80).is_err());
    });
}

#[test]
fn attach_and_detach_may_be_repeated() {
    on_a_machine("attach_and_detach_may_be_repeated", || async {
        let outside = outside(1500);
        outside.serve(OUTSIDE, 80, "outside");
        let network = network("0123abcd").await;
        let public = interface(1, A, true);
        let (a, _) = task(&network, &public, "a").await;
        network.attach(&public, a.target()).await.unwrap();
        assert!(a.ask(OUTSIDE, 80).is_ok());

        // The same interface in another namespace: the old one is let go, and a half-dressed task is completed.
        let (moved, _) = task(&network, &public, "moved").await;
        assert!(ask(A.into(), 80).unwrap().starts_with("moved"));
        moved.run(|| sh("ip addr flush dev eth0; ip link set lo down"));
        network.attach(&public, moved.target()).await.unwrap();
        assert!(ask(A.into(), 80).unwrap().starts_with("moved"));

        network.detach(&public.eni_id).await.unwrap();
        network.detach(&public.eni_id).await.unwrap();
        network.detach("eni-unknown").await.unwrap();
        assert!(ask(A.into(), 80).is_err());
        assert_eq!(network.interfaces().await.unwrap(), Vec::<String>::new());

        // The next one with the address isn't public because the last was.
        let private = neargate_net::Interface { eni_id: "eni-next".into(), public: false, ..public.clone() };
        let (next, _) = task(&network, &private, "next").await;
        assert!(next.ask(OUTSIDE, 80).is_err());
    });
}

#[test]
fn a_task_that_died_leaves_nothing_to_its_successor() {
    on_a_machine("a_task_that_died_leaves_nothing_to_its_successor", || async {
        let outside = outside(1500);
        outside.serve(OUTSIDE, 80, "outside");
        let network = network("0123abcd").await;
        let sleeper = Sleeper::new();
        let public = interface(1, A, true);
        network.attach(&public, NetnsTarget::Pid(sleeper.pid())).await.unwrap();
        drop(sleeper);
        assert_eq!(network.interfaces().await.unwrap(), [&*public.eni_id], "still to be collected");
        let private = neargate_net::Interface { eni_id: "eni-next".into(), public: false, ..public.clone() };
        let (next, _) = task(&network, &private, "next").await;
        assert!(next.ask(OUTSIDE, 80).is_err(), "nobody detached the public one before");
        network.detach(&public.eni_id).await.unwrap();
        assert!(ask(A.into(), 80).is_ok(), "the successor stays");
        assert!(network.attach(&public, NetnsTarget::Pid(u32::MAX)).await.is_err());
    });
}

#[test]
fn a_daemon_killed_at_any_moment_is_completed_by_the_next() {
    const NAME: &str = "a_daemon_killed_at_any_moment_is_completed_by_the_next";
    on_a_machine(NAME, || async {
        let interface = interface(1, A, true);
        if let Some(pid) = child_argument() {
            let network = network("0123abcd").await;
            network.attach(&interface, NetnsTarget::Pid(pid.parse().unwrap())).await.unwrap();
            network.detach(&interface.eni_id).await.unwrap();
            network.remove_vpc(&interface.vpc.vpc_id).await.unwrap();
            return;
        }
        let outside = outside(1500);
        outside.serve(OUTSIDE, 80, "outside");
        let before = machine();
        for round in 0..40 {
            let sleeper = Sleeper::new();
            let mut doomed = child(NAME, &sleeper.pid().to_string()).spawn().unwrap();
            std::thread::sleep(Duration::from_millis(3 * round));
            doomed.kill().unwrap();
            doomed.wait().unwrap();
            let network = network("0123abcd").await;
            if round % 2 == 0 {
                network.attach(&interface, NetnsTarget::Pid(sleeper.pid())).await.unwrap();
                let namespace = Ns::of_process(sleeper.pid());
                assert!(namespace.ask(OUTSIDE, 80).is_ok(), "round {round}");
                namespace.serve(A.into(), 80, "a");
                assert!(ask(A.into(), 80).is_ok(), "round {round}");
            }
            network.close_all().await.unwrap();
            assert_eq!(machine(), before, "round {round}");
        }
    });
}

#[test]
fn no_trace_is_left_and_siblings_are_spared() {
    on_a_machine("no_trace_is_left_and_siblings_are_spared", || async {
        let _outside = outside(1500);
        let before = machine();
        let sibling = network("0123ffff").await;
        let (_s, at_sibling) = task(&sibling, &interface(1, A, false), "sibling").await;
        let with_sibling = machine();

        let network = network("0123abcd").await;
        let (_a, at) = task(&network, &interface(1, A, true), "a").await;
        let (_c, _) = task(&network, &interface(2, C, true), "c").await;
        assert_ne!(at.host_reachable_at, at_sibling.host_reachable_at);
        assert!(ask(at.host_reachable_at, 80).unwrap().starts_with("a to"));
        network.remove_vpc("vpc-1").await.unwrap();
        network.remove_vpc("vpc-1").await.unwrap();
        network.remove_vpc("vpc-9").await.unwrap();
        assert!(ask(at.host_reachable_at, 80).is_err());
        assert_eq!(network.vpcs().await.unwrap(), ["vpc-2"]);
        network.close_all().await.unwrap();
        network.close_all().await.unwrap();
        assert_eq!(machine(), with_sibling);
        assert!(ask(at_sibling.host_reachable_at, 80).unwrap().starts_with("sibling"));
        sibling.close_all().await.unwrap();
        assert_eq!(machine(), before);
        assert_eq!(std::fs::read_dir(options("0123abcd").run_dir).unwrap().count(), 0, "no file");

        let (_a, at) = task(&network, &interface(1, A, true), "again").await;
        assert!(ask(at.host_reachable_at, 80).unwrap().starts_with("again"), "and it can begin anew");
        network.close_all().await.unwrap();
    });
}

#[test]
fn what_nobody_waits_for_is_seen_through_before_all_is_closed() {
    on_a_machine("what_nobody_waits_for_is_seen_through_before_all_is_closed", || async {
        let network = network("0123abcd").await;
        let before = machine();
        let (ns, waiting) = (Ns::new(), network.clone());
        let target = ns.target();
        let attaching =
            tokio::spawn(async move { waiting.attach(&interface(1, A, false), target).await.map(drop) });
        // Once its namespace is there the rest takes some tens of milliseconds.
        let namespaces = options("0123abcd").run_dir.join("netns");
        while std::fs::read_dir(&namespaces).unwrap().next().is_none() {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        attaching.abort();
        let _ = attaching.await;
        network.settled().await;
        assert_eq!(network.interfaces().await.unwrap().len(), 1, "it is attached all the same");
        network.close_all().await.unwrap();
        assert_eq!(machine(), before);
    });
}

#[test]
fn nonsense_is_refused_before_anything_is_made() {
    on_a_machine("nonsense_is_refused_before_anything_is_made", || async {
        let network = network("0123abcd").await;
        for ip in [[172, 31, 0, 0], [172, 31, 0, 1], [172, 31, 0, 2], [172, 31, 15, 255], [10, 0, 0, 9]] {
            let interface = interface(1, ip, false);
            let refused = network.attach(&interface, Ns::new().target()).await.unwrap_err();
            assert!(matches!(refused, Error::Interface { .. }), "{ip:?}: {refused}");
        }
        let mut escaping = interface(1, A, false);
        escaping.vpc.vpc_id = "../vpc".into();
        assert!(network.attach(&escaping, Ns::new().target()).await.is_err());
        assert!(network.vpcs().await.unwrap().is_empty());
    });
}

#[test]
fn many_attach_at_once() {
    on_a_machine("many_attach_at_once", || async {
        let network = network("0123abcd").await;
        let mut attaching = tokio::task::JoinSet::new();
        for n in 0..64u8 {
            let network = network.clone();
            let interface = interface(1 + n % 2, [172, 31, 16 * (n % 4), 10 + n], n % 3 == 0);
            attaching.spawn(async move { (task(&network, &interface, &interface.eni_id).await, interface) });
        }
        let tasks = attaching.join_all().await;
        for ((_, attached), interface) in &tasks {
            let said = ask(attached.host_reachable_at, 80).unwrap();
            assert!(said.starts_with(&interface.eni_id), "{said}");
        }
        assert_eq!(network.interfaces().await.unwrap().len(), 64);
    });
}

/// Prints what an attach costs in a VPC that is there; run it with `--ignored --nocapture`.
#[test]
#[ignore = "a measurement"]
fn cost_of_an_attach() {
    on_a_machine("cost_of_an_attach", || async {
        let cpu = || {
            let usage = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
            Duration::new(usage.tv_sec as u64, usage.tv_nsec as u32)
        };
        let network = network("0123abcd").await;
        let begun = Instant::now();
        let cold = Ns::new();
        network.attach(&interface(1, [172, 31, 0, 9], true), cold.target()).await.unwrap();
        println!("first of a vpc: {:?}", begun.elapsed());
        let (mut wall, mut busy, mut detach) = (Vec::new(), Vec::new(), Vec::new());
        let mut kept = Vec::new();
        for n in 0..50u8 {
            let (ns, interface) = (Ns::new(), interface(1, [172, 31, 0, 10 + n], n % 2 == 0));
            let target = ns.target();
            let (begun, spent) = (Instant::now(), cpu());
            network.attach(&interface, target).await.unwrap();
            wall.push(begun.elapsed());
            busy.push(cpu() - spent);
            kept.push((ns, interface));
        }
        for (_, interface) in &kept {
            let begun = Instant::now();
            network.detach(&interface.eni_id).await.unwrap();
            detach.push(begun.elapsed());
        }
        for (what, mut times) in [("attach, wall", wall), ("attach, cpu", busy), ("detach, wall", detach)] {
            times.sort();
            println!("{what}: median {:?}, p90 {:?}, max {:?}", times[25], times[45], times[49]);
        }
    });
}
