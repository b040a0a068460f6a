//! The signal that asks a container to end, as images and definitions name it.

use rustix::process::Signal;

/// The signal of that name, with or without `SIG`, or by number; SIGTERM for what is neither.
pub fn stop_signal(name: &str) -> Signal {
    const NAMES: &[(&str, Signal)] = &[
        ("HUP", Signal::HUP),
        ("INT", Signal::INT),
        ("QUIT", Signal::QUIT),
        ("ABRT", Signal::ABORT),
        ("KILL", Signal::KILL),
        ("USR1", Signal::USR1),
        ("USR2", Signal::USR2),
        ("ALRM", Signal::ALARM),
        ("TERM", Signal::TERM),
        ("CONT", Signal::CONT),
        ("STOP", Signal::STOP),
        ("TSTP", Signal::TSTP),
        ("WINCH", Signal::WINCH),
        ("IO", Signal::IO),
        ("PWR", Signal::POWER),
    ];
    let bare = name.strip_prefix("SIG").unwrap_or(name);
    let real_time = |rest: &str, base: i32| {
        let offset = if rest.is_empty() { Some(0) } else { rest.parse::<i32>().ok() };
        offset.map(|offset| base + offset)
    };
    let number = match (bare.strip_prefix("RTMIN"), bare.strip_prefix("RTMAX")) {
        (Some(rest), _) => real_time(rest, libc::SIGRTMIN()),
        (_, Some(rest)) => real_time(rest, libc::SIGRTMAX()),
        _ => bare.parse::<i32>().ok(),
    };
    if let Some(number) = number.filter(|number| (1..=libc::SIGRTMAX()).contains(number)) {
        // SAFETY: a signal number in range; the C library's own real-time signals are never sent to ourselves.
        return unsafe { Signal::from_raw_unchecked(number) };
    }
    NAMES.iter().find(|(name, _)| *name == bare).map_or(Signal::TERM, |(_, signal)| *signal)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stop_signals_are_known_by_name_and_number() {
        for (name, number) in [
            ("SIGQUIT", 3),
            ("QUIT", 3),
            ("9", 9),
            ("SIGRTMIN+3", libc::SIGRTMIN() + 3),
            ("SIGWINCH", 28),
            ("nonsense", 15),
        ] {
            assert_eq!(stop_signal(name).as_raw(), number, "{name}");
        }
    }
}
