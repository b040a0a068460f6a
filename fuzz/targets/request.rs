//! A request as a stranger may send it, through routing, decoding, validation and the handlers themselves.
//!
//! The first line chooses the operation, so that the rest gets past the door. Whatever it says, the answer is one of AWS's: never a 500
//! (which is also what a panic in a handler becomes).
#![no_main]

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::{Arc, LazyLock};

use bytes::Bytes;
use http::Request;
use http_body_util::BodyExt as _;
use libfuzzer_sys::fuzz_target;
use neargate_core::{Region, SystemClock};
use neargate_ec2::Ec2;
use neargate_ecs::Ecs;
use neargate_identity::Identity;
use neargate_kms::Kms;
use neargate_logs::Logs;
use neargate_seal::{Keyring, MasterKeys};
use neargate_secretsmanager::SecretsManager;
use neargate_ssm::Ssm;
use neargate_store::Store;
use neargate_wire::credentials::Authentication;
use neargate_wire::http::{Answer, Authenticator, Limits, Pages, Server};
use neargate_wire::{Dispatcher, Protocol};

struct NoPages;

impl Pages for NoPages {
    fn serve(
        &self,
        _: &http::request::Parts,
        _: Bytes,
    ) -> Option<std::pin::Pin<Box<dyn Future<Output = Answer> + Send>>> {
        None
    }
}

struct Operation {
    name: &'static str,
    protocol: Protocol,
    target_prefix: &'static str,
    version: &'static str,
}

const PEER: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 4566);

struct World {
    server: Server,
    operations: Vec<Operation>,
    runtime: tokio::runtime::Runtime,
}

static WORLD: LazyLock<World> = LazyLock::new(|| {
    let clock = Arc::new(SystemClock);
    let store = Store::in_memory().expect("a store in memory");
    let ecs = Ecs::new(store.clone(), clock.clone());
    let logs = Logs::new(store.clone(), clock.clone());
    let identity = Identity::new(store.clone(), clock.clone(), false);
    let keyring = Keyring::new(MasterKeys::generate());
    let secrets = SecretsManager::new(store.clone(), clock.clone(), keyring.clone());
    let parameters = Ssm::new(store.clone(), clock.clone(), keyring.clone());
    let services = vec![
        ecs.service(),
        logs.service(),
        secrets.service(),
        parameters.service(),
        Kms::new(store.clone(), clock.clone(), keyring).service(),
        Ec2::new(store).service(),
        neargate_iam::service(&identity),
        neargate_sts::service(&identity),
    ];
    let operations = services.iter().flat_map(|service| {
        let model = service.model;
        let built = model.operations.iter().filter(|name| service.implements(name));
        built.map(move |name| Operation {
            name,
            protocol: model.protocol,
            target_prefix: model.target_prefix,
            version: model.api_version,
        })
    });
    let operations = operations.collect();
    let dispatcher = Dispatcher::new(services, "http://127.0.0.1:4566");
    ecs.connect(dispatcher.clone());
    logs.connect(dispatcher.clone());
    secrets.connect(dispatcher.clone());
    parameters.connect(dispatcher.clone());
    let default_account = "000000000000".parse().expect("an account");
    let server = Server {
        dispatcher,
        authenticator: Arc::new(Authenticator::new(
            Authentication::AcceptAll { default_account, known: Box::new(identity) },
            clock,
            Region::new("us-east-1"),
        )),
        pages: Box::new(NoPages),
        front: None,
        endpoint: "http://127.0.0.1:4566".into(),
        home: Box::new(|_| None),
        allowed_hosts: Vec::new(),
        limits: Limits::default(),
    };
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    World { server, operations, runtime }
});

impl World {
    /// The operation of that name, or some other one.
    fn operation(&self, name: &[u8]) -> &Operation {
        let any =
            || name.iter().fold(0_usize, |hash, byte| hash.wrapping_mul(31).wrapping_add((*byte).into()));
        let named = self.operations.iter().find(|operation| operation.name.as_bytes() == name);
        named.unwrap_or_else(|| &self.operations[any() % self.operations.len()])
    }
}

fuzz_target!(|data: &[u8]| {
    let line = data.iter().position(|byte| *byte == b'\n').unwrap_or(data.len());
    let (name, body) = (&data[..line], data.get(line + 1..).unwrap_or_default());
    let world = &*WORLD;
    let Operation { name, protocol, target_prefix, version } = world.operation(name);
    let request = Request::post("/").header("host", "127.0.0.1:4566");
    let (request, body) = match protocol {
        Protocol::Json => {
            let request = request.header("x-amz-target", format!("{target_prefix}.{name}"));
            (request.header("content-type", "application/x-amz-json-1.1"), body.to_vec())
        }
        // None of the services in here speaks it.
        Protocol::RestJson | Protocol::RestXml => return,
        Protocol::Query | Protocol::Ec2 => {
            let mut form = format!("Action={name}&Version={version}&").into_bytes();
            form.extend_from_slice(body);
            (request.header("content-type", "application/x-www-form-urlencoded"), form)
        }
    };
    let (parts, ()) = request.body(()).expect("a request").into_parts();
    world.runtime.block_on(async {
        let answer = world.server.answer(PEER, parts, Bytes::from(body)).await;
        if answer.status() == 500 {
            let body = answer.into_body().collect().await.expect("a body in memory").to_bytes();
            panic!("{name}: {}", String::from_utf8_lossy(&body));
        }
    });
});
