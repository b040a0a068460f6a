//! A machine for each test: the test's process runs again in fresh network and mount namespaces, which play the host.
//! So nothing of the real network is touched, and what a test leaves behind is gone with it.
//!
//! *Outside* is one more namespace, the only thing that the host's default route leads to. Tasks are namespaces too.
#![allow(dead_code, reason = "each test file uses its part")]

use std::fs::File;
use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, SocketAddrV4, TcpListener, TcpStream};
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use neargate_net::{
    Attached, Interface, NetnsTarget, Network, Options, SubnetSpec, UpstreamResolvers, VpcSpec,
};
use rustix::mount::{MountPropagationFlags, mount_change};
use rustix::thread::{LinkNameSpaceType, UnshareFlags, move_into_link_name_space, unshare_unsafe};

const INSIDE: &str = "NEARGATE_TEST_PLAYS_HOST";
const CHILD: &str = "NEARGATE_TEST_CHILD";
pub const OUTSIDE: Ipv4Addr = Ipv4Addr::new(198, 51, 100, 1);
pub const HOST: Ipv4Addr = Ipv4Addr::new(198, 51, 100, 2);
pub const REPLY_WAIT: Duration = Duration::from_millis(700);

/// Runs the body of the test `name` on a machine of its own.
pub fn on_a_machine<F: Future<Output = ()>>(name: &str, body: impl FnOnce() -> F) {
    if std::env::var_os(INSIDE).is_some() {
        if std::env::var_os(CHILD).is_none() {
            sh("mount -t tmpfs none /run; ip link set lo up");
        }
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        runtime.block_on(body());
        return;
    }
    assert!(rustix::process::geteuid().is_root(), "these tests make network namespaces: run them as root");
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", name, "--nocapture", "--include-ignored"]).env(INSIDE, "1");
    // SAFETY: system calls only, between fork and exec.
    unsafe {
        command.pre_exec(|| {
            unshare_unsafe(UnshareFlags::NEWNET | UnshareFlags::NEWNS)?;
            Ok(mount_change("/", MountPropagationFlags::PRIVATE | MountPropagationFlags::REC)?)
        });
    }
    let output = command.output().unwrap();
    let said =
        String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && said.contains("1 passed"), "{said}");
    print!("{said}");
}

/// The test `name` once more, as a process of the same machine that finds `argument` in `child_argument`.
pub fn child(name: &str, argument: &str) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command
        .args(["--exact", name, "--nocapture"])
        .env(CHILD, argument)
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command
}

pub fn child_argument() -> Option<String> {
    std::env::var(CHILD).ok()
}

pub fn sh(line: &str) -> String {
    let output = Command::new("sh").args(["-ec", line]).stdin(Stdio::null()).output().unwrap();
    assert!(output.status.success(), "{line}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// A network namespace that lives as long as this value, or what is in it.
#[derive(Clone)]
pub struct Ns(Arc<OwnedFd>);

impl Ns {
    pub fn new() -> Self {
        let made = thread::spawn(|| {
            // SAFETY: of this thread's network namespace only.
            unsafe { unshare_unsafe(UnshareFlags::NEWNET) }.unwrap();
            File::open("/proc/thread-self/ns/net").unwrap()
        });
        Self(Arc::new(made.join().unwrap().into()))
    }

    pub fn of_process(pid: u32) -> Self {
        Self(Arc::new(File::open(format!("/proc/{pid}/ns/net")).unwrap().into()))
    }

    pub fn target(&self) -> NetnsTarget {
        NetnsTarget::Fd(self.0.try_clone().unwrap())
    }

    pub fn run<T: Send>(&self, work: impl FnOnce() -> T + Send) -> T {
        thread::scope(|scope| {
            let inside = scope.spawn(|| {
                move_into_link_name_space(self.0.as_fd(), Some(LinkNameSpaceType::Network)).unwrap();
                work()
            });
            inside.join().unwrap()
        })
    }

    /// A server that greets with `who` and the address that it sees; for as long as the test runs.
    pub fn serve(&self, at: Ipv4Addr, port: u16, who: &str) {
        let listener = self.run(|| TcpListener::bind((at, port)).unwrap());
        serve(listener, who);
    }

    /// What a server at `to` greets with.
    pub fn ask(&self, to: Ipv4Addr, port: u16) -> io::Result<String> {
        self.run(|| ask(to, port))
    }
}

/// A process in a network namespace of its own, killed with this value.
pub struct Sleeper(Child);

impl Sleeper {
    pub fn new() -> Self {
        let mut command = Command::new("sleep");
        command.arg("60").stdout(Stdio::null()).stderr(Stdio::null());
        // SAFETY: one system call between fork and exec.
        unsafe {
            command.pre_exec(|| Ok(unshare_unsafe(UnshareFlags::NEWNET)?));
        }
        Self(command.spawn().unwrap())
    }

    pub fn pid(&self) -> u32 {
        self.0.id()
    }
}

impl Drop for Sleeper {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

pub fn serve(listener: TcpListener, who: &str) {
    let who = who.to_owned();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let from = stream.peer_addr().unwrap().ip();
            let _ = write!(stream, "{who} to {from}");
        }
    });
}

/// What a server greets this thread's namespace with.
pub fn ask(to: Ipv4Addr, port: u16) -> io::Result<String> {
    let mut stream = TcpStream::connect_timeout(&SocketAddr::V4(SocketAddrV4::new(to, port)), REPLY_WAIT)?;
    stream.set_read_timeout(Some(REPLY_WAIT))?;
    let mut said = String::new();
    stream.read_to_string(&mut said)?;
    Ok(said)
}

/// Connects the host to an outside, by a link of this MTU, and makes that its default route.
pub fn outside(mtu: u32) -> Ns {
    let outside = Ns::new();
    let fd = std::os::fd::AsRawFd::as_raw_fd(&*outside.0);
    sh(&format!(
        "ip link add out0 mtu {mtu} type veth peer name out1 mtu {mtu} netns /proc/{}/fd/{fd}",
        std::process::id()
    ));
    sh(&format!("ip addr add {HOST}/24 dev out0; ip link set out0 up; ip route add default via {OUTSIDE}"));
    outside.run(|| sh(&format!("ip link set lo up; ip addr add {OUTSIDE}/24 dev out1; ip link set out1 up")));
    // Until the kernel has noticed that both ends are up, the first one drops packets.
    sh("until ip link show out0 | grep -q 'state UP'; do sleep 0.01; done");
    outside.run(|| sh("until ip link show out1 | grep -q 'state UP'; do sleep 0.01; done"));
    outside
}

pub fn options(instance: &str) -> Options {
    let mut options = Options::new(instance.parse().unwrap(), format!("/run/neargate/{instance}"));
    options.upstreams = UpstreamResolvers::Addresses(Vec::new());
    options
}

pub async fn network(instance: &str) -> Network {
    Network::open(options(instance)).await.unwrap()
}

/// Opens once more what `first` had open, as soon as that one has let go of its sockets.
pub async fn reopen(first: Network, options: impl Fn() -> Options) -> Network {
    drop(first);
    let mut opened = Network::open(options()).await;
    for _ in 0..100 {
        if opened.is_ok() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
        opened = Network::open(options()).await;
    }
    opened.unwrap()
}

/// An interface of the VPC `vpc-<n>` of 172.31.0.0/16, in the subnet of 20 bits where its address lies.
pub fn interface(vpc: u8, ip: [u8; 4], public: bool) -> Interface {
    let private_ip = Ipv4Addr::from(ip);
    let subnet = neargate_net::Ipv4Net::new(private_ip, 20).unwrap().trunc();
    Interface {
        eni_id: format!("eni-{vpc}-{private_ip}"),
        vpc: VpcSpec {
            vpc_id: format!("vpc-{vpc}"),
            cidr: "172.31.0.0/16".parse().unwrap(),
            region: "us-east-1".into(),
        },
        subnet: SubnetSpec { subnet_id: format!("subnet-{vpc}-{}", subnet.network()), cidr: subnet },
        private_ip,
        mac: [2, vpc, ip[0], ip[1], ip[2], ip[3]],
        public,
    }
}

/// A task with a server on port 80 that says `who`.
pub async fn task(network: &Network, interface: &Interface, who: &str) -> (Ns, Attached) {
    let ns = Ns::new();
    let attached = network.attach(interface, ns.target()).await.unwrap();
    ns.serve(interface.private_ip, 80, who);
    (ns, attached)
}

/// Everything that a machine shows of networks: links, addresses, routes, rules and namespace mounts.
pub fn machine() -> String {
    sh(
        "ip -o link | sed 's/.*: \\(.*\\): <.*/\\1/'; ip -o -4 addr | awk '{print $2, $4}'; ip -4 route show table all; \
        nft list ruleset; grep -c nsfs /proc/self/mounts || true",
    )
}
