//! Faults that a task asks for in its own network.

mod support;

use neargate_net::{Direction, Fault, FaultKind, Transport, fault_runs, start_fault, stop_fault};
use support::{Ns, Sleeper, interface, network, on_a_machine, task};

fn fault(kind: FaultKind, to: &str, spared: &str) -> Fault {
    let blocks = |text: &str| text.split(' ').filter(|t| !t.is_empty()).map(|t| t.parse().unwrap()).collect();
    Fault { kind, percent: 100, to: blocks(to), spared: blocks(spared) }
}

#[test]
fn a_fault_is_felt_while_it_runs_by_those_it_is_meant_for() {
    on_a_machine("a_fault_is_felt_while_it_runs_by_those_it_is_meant_for", || async {
        let network = network("0000beef").await;
        let server = Sleeper::new();
        let pid = server.pid();
        let ns = Ns::of_process(pid);
        let at = interface(1, [172, 31, 0, 5], false);
        network.attach(&at, ns.target()).await.unwrap();
        ns.serve(at.private_ip, 80, "server");
        ns.serve(at.private_ip, 81, "server");
        let (near, _) = task(&network, &interface(1, [172, 31, 0, 6], false), "near").await;
        let (spared, _) = task(&network, &interface(1, [172, 31, 0, 7], false), "spared").await;
        let reached = |from: &Ns, port| from.ask(at.private_ip, port).is_ok();

        let hole =
            FaultKind::Blackhole { direction: Direction::Ingress, transport: Transport::Tcp, port: 80 };
        assert!(!fault_runs(pid, hole).unwrap());
        start_fault(pid, &fault(hole, "", "172.31.0.7/32")).unwrap();
        start_fault(pid, &fault(hole, "", "172.31.0.7/32 172.31.0.7/32")).unwrap();
        assert!(fault_runs(pid, hole).unwrap());
        assert_eq!((reached(&near, 80), reached(&near, 81), reached(&spared, 80)), (false, true, true));
        stop_fault(pid, hole).unwrap();
        stop_fault(pid, hole).unwrap();
        assert!(!fault_runs(pid, hole).unwrap() && reached(&near, 80));

        start_fault(pid, &fault(FaultKind::Loss, "172.31.0.0/16", "172.31.0.7/32")).unwrap();
        assert!(fault_runs(pid, FaultKind::Loss).unwrap());
        assert_eq!((reached(&near, 81), reached(&spared, 81)), (false, true));
        stop_fault(pid, FaultKind::Loss).unwrap();
        assert!(reached(&near, 81));
        network.close_all().await.unwrap();
    });
}
