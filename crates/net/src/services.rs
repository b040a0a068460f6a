//! What a VPC serves to its tasks from inside its namespace, beside names.
//!
//! All of it stands at one address, the same in every VPC, that only tasks reach: the VPC's rules let nothing in by the uplink. A
//! task may use any port of its own, because the listener isn't in the task's namespace. And the address that a connection comes from says which task it is:
//! the bridge lets nobody speak with another's (`rules`).
//!
//! Dies well: with the daemon the sockets are gone and connections are refused; the next one opens them as it finds the VPC.

use std::future::Future;
use std::io;
use std::net::{Ipv4Addr, TcpListener as StdTcpListener};
use std::pin::Pin;
use std::sync::Arc;

use tokio::net::TcpListener;
use tokio::runtime::Handle;
use tokio::task::AbortHandle;

use crate::error::Attempt;
use crate::{Error, VpcSpec};

/// Where tasks find what is served to them.
pub const SERVICE_ADDRESS: Ipv4Addr = Ipv4Addr::new(169, 254, 170, 2);
/// The name of [`SERVICE_ADDRESS`] in every VPC; names below it are the same.
pub const SERVICE_NAME: &str = "neargate.internal";

/// Serves one VPC's listener. Dropped when the VPC is removed.
pub type Serving = Pin<Box<dyn Future<Output = ()> + Send>>;

/// Takes on the listener of a VPC.
pub type Serve = Arc<dyn Fn(&VpcSpec, TcpListener) -> Serving + Send + Sync>;

/// One port of [`SERVICE_ADDRESS`].
#[derive(Clone)]
pub struct VpcService {
    pub port: u16,
    pub serve: Serve,
}

/// The services of one VPC. Dropping it closes their listeners and connections.
pub(crate) struct Services {
    loops: Vec<AbortHandle>,
}

impl Drop for Services {
    fn drop(&mut self) {
        self.loops.iter().for_each(AbortHandle::abort);
    }
}

impl Services {
    pub(crate) fn start(
        runtime: &Handle,
        vpc: &VpcSpec,
        services: &[VpcService],
        listeners: Vec<StdTcpListener>,
    ) -> Result<Self, Error> {
        let _runtime = runtime.enter();
        let mut started = Self { loops: Vec::new() };
        for (service, listener) in services.iter().zip(listeners) {
            let listener = TcpListener::from_std(listener).attempt("serve the tasks of", &vpc.vpc_id)?;
            started.loops.push(runtime.spawn((service.serve)(vpc, listener)).abort_handle());
        }
        Ok(started)
    }
}

/// Binds in the calling thread's namespace.
pub(crate) fn bind(services: &[VpcService]) -> io::Result<Vec<StdTcpListener>> {
    let bind = |service: &VpcService| {
        let listener = StdTcpListener::bind((SERVICE_ADDRESS, service.port))?;
        listener.set_nonblocking(true)?;
        Ok(listener)
    };
    services.iter().map(bind).collect()
}
