//! What is served to tasks from inside their VPC.

mod support;

use std::sync::Arc;

use neargate_net::{Network, SERVICE_ADDRESS, VpcService, VpcSpec};
use support::{interface, on_a_machine, options, reopen, task};
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpListener;

/// A service that tells each caller the VPC and address that it sees.
fn greeter(port: u16) -> VpcService {
    let serve = |vpc: &VpcSpec, listener: TcpListener| {
        let vpc_id = vpc.vpc_id.clone();
        let serving: neargate_net::Serving = Box::pin(async move {
            loop {
                let Ok((mut stream, from)) = listener.accept().await else { continue };
                let _ = stream.write_all(format!("{vpc_id} to {}", from.ip()).as_bytes()).await;
            }
        });
        serving
    };
    VpcService { port, serve: Arc::new(serve) }
}

#[test]
fn every_task_is_served_and_known_by_its_address() {
    on_a_machine("every_task_is_served_and_known_by_its_address", || async {
        let network = Network::open(options("0000beef")).await.unwrap();
        let private = interface(1, [172, 31, 0, 5], false);
        let (first, _) = task(&network, &private, "first").await;
        // Both the VPC that is here and the one to come.
        network.serve(vec![greeter(80), greeter(4566)]).await.unwrap();
        let (second, _) = task(&network, &interface(2, [172, 31, 16, 5], true), "second").await;
        for port in [80, 4566] {
            assert_eq!(first.ask(SERVICE_ADDRESS, port).unwrap(), "vpc-1 to 172.31.0.5");
            assert_eq!(second.ask(SERVICE_ADDRESS, port).unwrap(), "vpc-2 to 172.31.16.5");
        }
        assert!(first.ask(SERVICE_ADDRESS, 81).is_err());
        assert!(support::ask(SERVICE_ADDRESS, 80).is_err(), "the host has no way there");
        network.close_all().await.unwrap();
        assert!(first.ask(SERVICE_ADDRESS, 80).is_err());
    });
}

#[test]
fn services_come_back_with_the_daemon() {
    on_a_machine("services_come_back_with_the_daemon", || async {
        let network = Network::open(options("0000beef")).await.unwrap();
        network.serve(vec![greeter(80)]).await.unwrap();
        let (ns, _) = task(&network, &interface(1, [172, 31, 0, 5], false), "task").await;
        assert_eq!(ns.ask(SERVICE_ADDRESS, 80).unwrap(), "vpc-1 to 172.31.0.5");
        let network = reopen(network, || options("0000beef")).await;
        assert!(ns.ask(SERVICE_ADDRESS, 80).is_err(), "nobody listens until somebody serves");
        network.serve(vec![greeter(80)]).await.unwrap();
        assert_eq!(ns.ask(SERVICE_ADDRESS, 80).unwrap(), "vpc-1 to 172.31.0.5");
        network.close_all().await.unwrap();
    });
}
