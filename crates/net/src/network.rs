//! The handle on a node's data plane.
//!
//! Work on the kernel is short and blocking, so it runs on threads of its own: attaching on one made for it, because it
//! ends inside the task's namespace, the rest on the runtime's blocking pool. Locks are taken in the order VPC, host;
//! each is held for a few system calls, except while a VPC is made (some tens of milliseconds, once).

use std::collections::HashMap;
use std::fs;
use std::io;
use std::os::fd::{AsFd, OwnedFd};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::thread;

use ipnet::Ipv4Net;
use neargate_core::InstanceId;
use tokio::runtime::Handle;
use tokio::sync::{RwLock, oneshot};
use tokio::task::spawn_blocking;

use crate::error::Attempt;
use crate::host::Host;
use crate::resolver::{Context, Upstreams};
use crate::vpc::{self, Vpc};
use crate::{
    Attached, Error, Interface, NetnsTarget, Options, UpstreamResolvers, VpcService, VpcSpec, netns,
};

#[derive(Clone)]
pub struct Network {
    inner: Arc<Inner>,
}

struct Inner {
    instance: InstanceId,
    netns_dir: PathBuf,
    aliases: Ipv4Net,
    resolvers: Context,
    /// Set once, before tasks are attached.
    services: OnceLock<Vec<VpcService>>,
    host: Mutex<Host>,
    /// Held for reading by all that is under way, whether or not somebody still waits for it.
    under_way: Arc<RwLock<()>>,
    /// An entry outlives its VPC, so that whoever waits for its lock finds the VPC gone rather than a second one made.
    vpcs: Mutex<HashMap<String, Arc<Mutex<Option<Vpc>>>>>,
}

impl Network {
    /// Takes the calling thread's namespace as the host and finds again what an earlier process left in the run
    /// directory: VPCs, their interfaces, their resolvers' addresses. Must be called within a runtime.
    pub async fn open(options: Options) -> Result<Self, Error> {
        let upstreams = match options.upstreams {
            UpstreamResolvers::ResolvConf(path) => Upstreams::of_file(path),
            UpstreamResolvers::Addresses(addresses) => Upstreams::Fixed(addresses),
        };
        let resolvers =
            Context { runtime: Handle::current(), upstreams: Arc::new(upstreams), records: options.records };
        let (instance, aliases) = (options.instance, options.aliases);
        let netns_dir = options.run_dir.join("netns");
        blocking("the run directory", move || {
            fs::create_dir_all(&netns_dir).map_err(|cause| Error::File {
                doing: "make",
                path: netns_dir.clone(),
                cause,
            })?;
            let host = Mutex::new(Host::open(&instance)?);
            let vpcs = Mutex::default();
            let services = OnceLock::new();
            let under_way = Arc::default();
            let inner =
                Arc::new(Inner { instance, netns_dir, aliases, resolvers, services, host, under_way, vpcs });
            inner.find_vpcs()?;
            Ok(Self { inner })
        })
        .await
    }

    /// Serves the tasks of every VPC from inside it: of those that are here at once, of others from when they are made. What was
    /// said first stays.
    pub async fn serve(&self, services: Vec<VpcService>) -> Result<(), Error> {
        self.work("the services", move |inner| {
            let services = inner.services.get_or_init(|| services);
            for slot in inner.slots() {
                if let Some(vpc) = &mut *lock(&slot) {
                    vpc.ensure_services(&inner.resolvers.runtime, services)?;
                }
            }
            Ok(())
        })
        .await
    }

    /// Plugs an interface into a task's namespace as `eth0`, making its VPC and subnet if they aren't there. Repeating it,
    /// also after a crash, completes what is missing. Once begun it goes on to its end, even if the future is dropped:
    /// [`Network::settled`] waits for it.
    pub async fn attach(&self, interface: &Interface, target: NetnsTarget) -> Result<Attached, Error> {
        let (inner, interface) = (Arc::clone(&self.inner), interface.clone());
        let eni_id = interface.eni_id.clone();
        let under_way = Arc::clone(&inner.under_way).read_owned().await;
        let (done, attached) = oneshot::channel();
        thread::Builder::new()
            .name("attach".into())
            .spawn(move || {
                let attached = inner.attach(&interface, target);
                drop(under_way);
                // A caller that no longer waits isn't told.
                let _ = done.send(attached);
            })
            .attempt("start a thread to attach", &eni_id)?;
        attached.await.map_err(|_| Error::Lost(eni_id))?
    }

    /// Unplugs an interface; fine when it is gone, or its task's namespace is.
    pub async fn detach(&self, eni_id: &str) -> Result<(), Error> {
        let own = eni_id.to_owned();
        self.work(eni_id, move |inner| {
            for slot in inner.slots() {
                if let Some(vpc) = &mut *lock(&slot) {
                    vpc.unplug(&own)?;
                }
            }
            Ok(())
        })
        .await
    }

    /// Removes a VPC with all that is in it; tasks still there lose their interface. Fine when there is none.
    pub async fn remove_vpc(&self, vpc_id: &str) -> Result<(), Error> {
        let own = vpc_id.to_owned();
        self.work(vpc_id, move |inner| inner.remove_vpc(&own)).await
    }

    /// The VPCs that have a namespace here, complete or not.
    pub async fn vpcs(&self) -> Result<Vec<String>, Error> {
        self.work("the vpcs", Inner::list_vpcs).await
    }

    /// The interfaces that have a port here, with or without a living task behind it.
    pub async fn interfaces(&self) -> Result<Vec<String>, Error> {
        self.work("the interfaces", |inner| {
            let mut found = Vec::new();
            for slot in inner.slots() {
                found.extend(lock(&slot).iter().flat_map(|vpc| vpc.ports.keys().cloned()));
            }
            Ok(found)
        })
        .await
    }

    /// Goes through everything that isn't a task's once more: the host's rules, the way through firewalls that were started
    /// or reloaded since, uplinks, each VPC's rules. For calling now and then: a firewall's `flush ruleset` takes our rules
    /// along. Does nothing while there is no VPC.
    pub async fn repair(&self) -> Result<(), Error> {
        self.work("the vpcs", Inner::repair).await
    }

    /// Removes every VPC of this instance and every trace on the host, once nothing is under way any more.
    pub async fn close_all(&self) -> Result<(), Error> {
        self.settled().await;
        self.work("all vpcs", Inner::close_all).await
    }

    /// Resolves when nothing is under way any more, of what nobody waits for neither. For whoever leaves the instance to another
    /// process: two must not make and remove the same things.
    pub async fn settled(&self) {
        drop(self.inner.under_way.write().await);
    }

    /// Runs `work` where it may block. Once begun it goes on to its end, even if the future is dropped.
    async fn work<T: Send + 'static>(
        &self,
        subject: &str,
        work: impl FnOnce(&Inner) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let inner = Arc::clone(&self.inner);
        let under_way = Arc::clone(&inner.under_way).read_owned().await;
        blocking(subject, move || {
            let done = work(&inner);
            drop(under_way);
            done
        })
        .await
    }
}

impl Inner {
    fn attach(&self, interface: &Interface, target: NetnsTarget) -> Result<Attached, Error> {
        vpc::check(interface)?;
        let task = open_target(target).attempt("open the task's namespace for", &interface.eni_id)?;
        let slot = self.slot(&interface.vpc.vpc_id);
        let host_reachable_at = {
            let mut slot = lock(&slot);
            let vpc = self.ensured(&mut slot, &interface.vpc)?;
            let plugged = vpc.plug(interface, &task);
            // Whatever was in the way, the next attach starts from what is really there.
            vpc.ensured &= plugged.is_ok();
            plugged?;
            vpc::reachable_at(vpc, interface.private_ip)
        };
        netns::enter(task.as_fd()).attempt("enter the task's namespace for", &interface.eni_id)?;
        vpc::dress(interface).attempt("address the interface", &interface.eni_id)?;
        if let Some(vpc) = &mut *lock(&slot) {
            vpc.settle(interface)?;
        }
        Ok(Attached { host_reachable_at })
    }

    fn ensured<'a>(&self, slot: &'a mut Option<Vpc>, spec: &VpcSpec) -> Result<&'a mut Vpc, Error> {
        if let Some(exists) = slot.as_ref().map(|v| v.spec.cidr).filter(|cidr| *cidr != spec.cidr) {
            return Err(Error::VpcBlock { vpc_id: spec.vpc_id.clone(), exists, asked: spec.cidr });
        }
        if !slot.as_ref().is_some_and(|vpc| vpc.ensured) {
            let avoid = self.upstream_blocks();
            let mut host = lock(&self.host);
            host.prepare(false)?;
            let path = self.netns_dir.join(&spec.vpc_id);
            let mut made = Vpc::ensure(&self.instance, &mut host, spec, &path, self.aliases, &avoid)?;
            if let Some(mut found) = slot.take() {
                (made.resolver, made.services) = (found.resolver.take(), found.services.take());
            }
            *slot = Some(made);
        }
        let Some(vpc) = slot else { return Err(Error::Lost(spec.vpc_id.clone())) };
        vpc.ensure_resolver(&self.resolvers)?;
        if let Some(services) = self.services.get() {
            vpc.ensure_services(&self.resolvers.runtime, services)?;
        }
        Ok(vpc)
    }

    fn repair(&self) -> Result<(), Error> {
        let mut prepared = false;
        for slot in self.slots() {
            let mut slot = lock(&slot);
            let Some(spec) = slot.as_mut().map(|vpc| {
                vpc.ensured = false;
                vpc.spec.clone()
            }) else {
                continue;
            };
            if !prepared {
                lock(&self.host).prepare(true)?;
                prepared = true;
            }
            self.ensured(&mut slot, &spec)?;
        }
        Ok(())
    }

    /// The resolvers that the host itself needs; a route to a VPC must not swallow them.
    fn upstream_blocks(&self) -> Vec<Ipv4Net> {
        let addresses = self.resolvers.upstreams.addresses();
        let v4 = addresses.iter().filter_map(|a| match a.ip() {
            std::net::IpAddr::V4(ip) => Some(Ipv4Net::from(ip)),
            std::net::IpAddr::V6(_) => None,
        });
        v4.collect()
    }

    fn find_vpcs(&self) -> Result<(), Error> {
        for vpc_id in self.list_vpcs()? {
            let slot = self.slot(&vpc_id);
            let mut slot = lock(&slot);
            let path = self.netns_dir.join(&vpc_id);
            let found = Vpc::find(&self.instance, &mut lock(&self.host), &vpc_id, &path)?;
            let Some(mut vpc) = found else {
                tracing::info!(vpc = vpc_id, "found a vpc that was never finished");
                continue;
            };
            vpc.ensure_resolver(&self.resolvers)?;
            *slot = Some(vpc);
        }
        Ok(())
    }

    fn list_vpcs(&self) -> Result<Vec<String>, Error> {
        let list = || -> io::Result<Vec<String>> {
            let names =
                fs::read_dir(&self.netns_dir)?.map(|e| Ok(e?.file_name().to_string_lossy().into_owned()));
            names.collect()
        };
        match list() {
            Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
            listed => {
                listed.map_err(|cause| Error::File { doing: "list", path: self.netns_dir.clone(), cause })
            }
        }
    }

    fn remove_vpc(&self, vpc_id: &str) -> Result<(), Error> {
        let slot = self.slot(vpc_id);
        let mut slot = lock(&slot);
        // The uplink first: from here on nothing leaves, whoever may still hold the namespace.
        lock(&self.host).remove_uplink(vpc_id)?;
        let path = self.netns_dir.join(vpc_id);
        match &mut *slot {
            Some(vpc) => vpc.empty()?,
            None => {
                let removing = "empty the namespace of";
                if let Some(namespace) = netns::open(&path).attempt(removing, vpc_id)? {
                    vpc::clear_namespace(&namespace).attempt(removing, vpc_id)?;
                }
            }
        }
        *slot = None;
        netns::remove(&path).map_err(|cause| Error::File { doing: "remove", path, cause })
    }

    fn close_all(&self) -> Result<(), Error> {
        let mut vpcs = self.list_vpcs()?;
        // Uplinks whose namespace file is gone are ours to remove as well.
        vpcs.extend(lock(&self.host).uplinks()?.into_iter().map(|(_, vpc_id, _)| vpc_id));
        for vpc_id in vpcs {
            self.remove_vpc(&vpc_id)?;
        }
        lock(&self.host).close()?;
        match fs::remove_dir(&self.netns_dir) {
            Err(cause) if cause.kind() != io::ErrorKind::NotFound => {
                Err(Error::File { doing: "remove", path: self.netns_dir.clone(), cause })
            }
            _ => Ok(()),
        }
    }

    fn slot(&self, vpc_id: &str) -> Arc<Mutex<Option<Vpc>>> {
        Arc::clone(lock(&self.vpcs).entry(vpc_id.to_owned()).or_default())
    }

    fn slots(&self) -> Vec<Arc<Mutex<Option<Vpc>>>> {
        lock(&self.vpcs).values().cloned().collect()
    }
}

fn open_target(target: NetnsTarget) -> io::Result<OwnedFd> {
    match target {
        NetnsTarget::Pid(pid) => netns::of_process(pid),
        NetnsTarget::Fd(fd) => Ok(fd),
    }
}

async fn blocking<T: Send + 'static>(
    subject: &str,
    work: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    spawn_blocking(work).await.map_err(|_| Error::Lost(subject.to_owned()))?
}

/// What a lock guards is found again in the kernel, so a panic under it poisons nothing.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
