//! What a program finds itself in.

use std::collections::BTreeMap;
use std::os::fd::AsRawFd as _;

use neargate_task::{DependencyCondition, MountSource, ShimMount};

use crate::rig::{Rig, With, output_of, shell};

#[test]
fn users_are_found_in_the_container_s_own_files() {
    let id = |user: &str| output_of(shell("app", "id; echo $HOME").with(|app| app.user = user.into()));
    assert_eq!(id(""), "uid=0(root) gid=0(root) groups=0(root)\n/root\n");
    assert_eq!(id("app"), "uid=1000(app) gid=1001(app) groups=44(video),1001(app)\n/home/app\n");
    assert_eq!(id("app:ops"), "uid=1000(app) gid=50(ops) groups=50(ops)\n/home/app\n");
    assert_eq!(id("4711:4712"), "uid=4711 gid=4712 groups=4712\n/\n");
    let reason = Rig::new(vec![shell("app", "").with(|app| app.user = "nobody".into())]).run().reason();
    assert_eq!(
        reason,
        "CannotStartContainerError: unable to find user nobody: no matching entries in passwd file"
    );
}

fn status(container: neargate_task::ShimContainer) -> BTreeMap<String, String> {
    output_of(container)
        .lines()
        .filter_map(|line| line.split_once(":\t"))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect()
}

#[test]
fn capabilities_are_fargate_s_and_seccomp_is_on() {
    let cat = || {
        shell("app", "").with(|app| app.arguments = ["cat", "/proc/self/status"].map(str::to_owned).to_vec())
    };
    let default = status(cat());
    for set in ["CapEff", "CapPrm", "CapBnd"] {
        assert_eq!(default[set], "00000000a80425fb", "{set}");
    }
    assert_eq!((&*default["CapInh"], &*default["CapAmb"]), ("0000000000000000", "0000000000000000"));
    assert_eq!((&*default["Seccomp"], &*default["NoNewPrivs"]), ("2", "0"));
    assert_eq!((&*default["SigBlk"], &*default["SigIgn"]), ("0000000000000000", "0000000000000000"));

    let user = status(cat().with(|app| app.user = "app".into()));
    assert_eq!(
        (&*user["CapEff"], &*user["CapPrm"], &*user["CapBnd"]),
        ("0000000000000000", "0000000000000000", "00000000a80425fb")
    );

    let changed = status(cat().with(|app| {
        app.capabilities_drop = vec!["ALL".into()];
        app.capabilities_add = vec!["SYS_PTRACE".into()];
    }));
    assert_eq!(changed["CapEff"], "0000000000080000");
}

#[test]
fn an_init_keeps_no_capability_of_ours() {
    let init = status(shell("app", "cat /proc/1/status").with(|app| app.init_process = true));
    assert_eq!(init["CapEff"], "00000000a80425fb");
    assert_eq!((&*init["Pid"], &*init["Seccomp"]), ("1", "2"));
}

#[test]
fn denied_system_calls_are_refused_even_to_root() {
    let app = shell("app", "unshare -n true; mount -t tmpfs t /tmp; echo done");
    let text = output_of(app);
    assert!(text.contains("! unshare: unshare(0x40000000): Operation not permitted"), "{text}");
    assert!(text.contains("! mount: permission denied"), "{text}");
    assert!(text.contains("done\n"), "{text}");
}

#[test]
fn programs_with_the_set_user_id_bit_work() {
    // root has no password here.
    let script = "echo 'root::0:0::/:/bin/sh' > /etc/passwd; echo 'app:x:1000:1000::/:/bin/sh' >> /etc/passwd; cat /bin/busybox > /tmp/su; chmod 4755 /tmp/su; su app -c \"id -u; /tmp/su root -c 'id -u'\"";
    assert_eq!(output_of(shell("app", script)), "1000\n0\n");
}

#[test]
fn the_kernel_s_corners_are_masked() {
    for masked in ["/proc/interrupts", "/proc/timer_list"] {
        let length = std::fs::read(masked).map_or(0, |content| content.len());
        assert!(length > 0, "{masked} is there on the host");
    }
    let script = "cat /proc/interrupts /proc/timer_list | wc -c; ls /sys/firmware | wc -l; \
                  for file in /proc/sys/kernel/panic /sys/x /sys/fs/cgroup/x; do \
                  touch $file 2>&1 | grep -c 'Read-only'; done";
    assert_eq!(output_of(shell("app", script)), "0\n0\n1\n1\n1\n");
}

#[test]
fn devices_beyond_the_harmless_can_t_be_used() {
    let script = "for d in null zero full random urandom; do head -c 1 /dev/$d > /tmp/x || echo no $d; done; \
                  mknod /tmp/disk b 254 0; head -c 1 /tmp/disk; mknod /dev/disk b 254 0; head -c 1 /dev/disk; \
                  mknod /dev/kmsg c 1 11; head -c 1 /dev/kmsg; mknod /dev/hosts c 5 1; head -c 1 /dev/hosts; stat -c '%A %t:%T' /dev/null";
    let expected = "! head: /tmp/disk: Permission denied\n! head: /dev/disk: Operation not permitted\n\
                    ! head: /dev/kmsg: Operation not permitted\n! head: /dev/hosts: Operation not permitted\ncrw-rw-rw- 1:3\n";
    let text = output_of(shell("app", script));
    let (errors, lines): (Vec<_>, Vec<_>) = text.lines().partition(|line| line.starts_with('!'));
    assert_eq!(errors.len(), 4, "{text}");
    assert_eq!(errors.into_iter().chain(lines).map(|line| format!("{line}\n")).collect::<String>(), expected);
}

#[test]
fn names_and_addresses_are_the_task_s() {
    let script = "hostname; echo $HOSTNAME; cat /etc/hostname /etc/resolv.conf; grep -v ip6 /etc/hosts";
    let host = "ip-172-31-0-5.eu-west-1.compute.internal";
    assert_eq!(
        output_of(shell("app", script)),
        format!(
            "{host}\n{host}\n{host}\nsearch eu-west-1.compute.internal\nnameserver 172.31.0.2\n\
             127.0.0.1 localhost\n172.31.0.5 {host}\n"
        )
    );
}

#[test]
fn environment_and_working_directory_are_as_asked() {
    let app = shell("app", "pwd; echo $GREETING; echo $PATH; ls -ld . | head -c 10").with(|app| {
        app.working_directory = "/srv/new/app".into();
        app.environment = vec!["GREETING=a=b c".into(), "PATH=/bin:/x".into()];
    });
    assert_eq!(output_of(app), "/srv/new/app\na=b c\n/bin:/x\ndrwxr-xr-x\n");
}

#[test]
fn containers_share_localhost_and_volumes_but_not_processes() {
    let mut task = Rig::new(vec![
        shell("server", "echo hello > /data/file; echo answer | nc -l -p 8080").with(|server| server.essential = false),
        shell(
            "app",
            "until nc 127.0.0.1 8080 2>/dev/null; do sleep 0.05; done; cat /data/file; ps | grep -c '[n]c -l'; echo $$",
        )
        .after("server", DependencyCondition::Start),
    ])
    .shared()
    .run();
    task.finish();
    assert_eq!(task.log("app"), "answer\nhello\n0\n1\n");
}

#[test]
fn volumes_and_roots_may_be_read_only() {
    let mut rig = Rig::new(vec![
        shell("app", "touch /x; touch /data/x; touch /tmp/x; echo y > /etc/hosts; cat /data/seed; echo end")
            .with(|app| {
                app.readonly_root_filesystem = true;
            }),
    ]);
    let volume = rig.paths.volume("v");
    std::fs::create_dir_all(&volume).unwrap();
    std::fs::write(volume.join("seed"), "seed\n").unwrap();
    rig.spec.containers[0].mounts = vec![ShimMount {
        source: MountSource::Volume("v".into()),
        container_path: "/data".into(),
        read_only: true,
        initial_content: false,
    }];
    let text = rig.output();
    assert_eq!(text.lines().filter(|line| line.contains("Read-only file system")).count(), 4, "{text}");
    assert!(["seed", "end"].iter().all(|word| text.lines().any(|line| line == *word)), "{text}");
}

#[test]
fn system_controls_of_the_network_are_the_task_s() {
    let app = shell("app", "cat /proc/sys/net/core/somaxconn /proc/sys/kernel/msgmax").with(|app| {
        app.system_controls =
            vec![("net.core.somaxconn".into(), "1234".into()), ("kernel.msgmax".into(), "4321".into())];
    });
    let before = std::fs::read_to_string("/proc/sys/net/core/somaxconn").unwrap();
    assert_eq!(output_of(app), "1234\n4321\n");
    assert_eq!(std::fs::read_to_string("/proc/sys/net/core/somaxconn").unwrap(), before);
}

#[test]
fn nothing_of_ours_is_inherited() {
    // The fourth is the directory that is being listed.
    let text = output_of(
        shell("app", "").with(|app| app.arguments = ["ls", "/proc/self/fd"].map(str::to_owned).into()),
    );
    assert_eq!(text, "0\n1\n2\n3\n");
    let app = shell(
        "app",
        "umask; grep -c overlay /proc/mounts; grep -c -e /run/ -e /data/tasks /proc/mounts; ls /proc/1/root",
    );
    let text = output_of(app);
    assert!(text.starts_with("0022\n1\n0\n"), "{text}");
}

#[test]
fn an_init_reaps_orphans() {
    let script =
        "for i in 1 2 3; do (sleep 0.05 &); done; sleep 0.3; grep -l 'State:.Z' /proc/[0-9]*/status | wc -l";
    assert_eq!(output_of(shell("app", script).with(|app| app.init_process = true)), "0\n");
}

#[test]
fn an_interactive_container_s_stdin_stays_open() {
    let script = "exec 3<&0; (cat <&3; echo end) & sleep 0.3; jobs | grep -q Running && echo open; true";
    assert_eq!(output_of(shell("app", script).with(|app| app.interactive = true)), "open\n");
    assert_eq!(output_of(shell("app", script)), "end\n");
}

#[test]
fn shared_memory_has_64_mebibytes() {
    let script = "grep ' /dev/shm ' /proc/mounts | grep -o size=[0-9]*k";
    assert_eq!(output_of(shell("app", script)), "size=65536k\n");
}

/// Nobody can make a file server answer, but a task needn't wait for one. Needs FUSE.
#[test]
fn a_volume_whose_server_is_away_fails_its_container() {
    let directory = tempfile::tempdir().unwrap();
    let server = std::fs::File::options().read(true).write(true).open("/dev/fuse").unwrap();
    let options = format!("fd={},rootmode=40000,user_id=0,group_id=0", server.as_raw_fd());
    let options = std::ffi::CString::new(options).unwrap();
    let flags = rustix::mount::MountFlags::empty();
    rustix::mount::mount("silent", directory.path(), "fuse", flags, options.as_c_str()).unwrap();
    let mut rig = Rig::new(vec![shell("app", "true")]);
    rig.spec.containers[0].mounts = vec![ShimMount {
        source: MountSource::Directory {
            root: directory.path().join("fs-1"),
            path: "/".into(),
            user: None,
            squash_root: false,
        },
        container_path: "/mnt".into(),
        read_only: false,
        initial_content: false,
    }];
    let reason = rig.run().reason();
    rustix::mount::unmount(directory.path(), rustix::mount::UnmountFlags::DETACH).unwrap();
    assert!(reason.contains("mount.nfs4: Connection timed out"), "{reason}");
}
