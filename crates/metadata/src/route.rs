//! Which question a path asks. Pure.

/// The age of a question about metadata. Older ones are answered with less.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Version {
    V2,
    V3,
    V4,
}

impl Version {
    /// As error messages begin.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::V2 => "V2",
            Self::V3 => "V3",
            Self::V4 => "V4",
        }
    }
}

/// A path that means something. Ids are those of containers; a question of version 2 about the whole task has none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Route<'a> {
    Container {
        version: Version,
        id: &'a str,
    },
    Task {
        version: Version,
        id: Option<&'a str>,
        tags: bool,
    },
    ContainerStats {
        version: Version,
        id: &'a str,
    },
    TaskStats {
        version: Version,
        id: Option<&'a str>,
    },
    /// None: the path ends before the id.
    Credentials {
        id: Option<&'a str>,
    },
    Protection {
        id: &'a str,
    },
    Fault {
        id: &'a str,
        kind: &'a str,
        action: &'a str,
    },
}

pub(crate) fn find(path: &str) -> Option<Route<'_>> {
    let parts: Vec<&str> = path.strip_prefix('/')?.split('/').collect();
    let route = match *parts.as_slice() {
        ["v2", "credentials"] | ["v2", "credentials", ""] => Route::Credentials { id: None },
        ["v2", "credentials", id] => Route::Credentials { id: Some(id) },
        ["v2", "metadata"] => Route::Task { version: Version::V2, id: None, tags: false },
        ["v2", "metadataWithTags"] => Route::Task { version: Version::V2, id: None, tags: true },
        ["v2", "metadata", id] => Route::Container { version: Version::V2, id },
        ["v2", "stats"] => Route::TaskStats { version: Version::V2, id: None },
        ["v2", "stats", id] => Route::ContainerStats { version: Version::V2, id },
        ["v3", id, ref rest @ ..] => of_container(Version::V3, id, rest)?,
        ["v4", id, ref rest @ ..] => of_container(Version::V4, id, rest)?,
        ["api", id, "task-protection", "v1", "state"] => Route::Protection { id },
        ["api", id, "fault", "v1", kind, action] => Route::Fault { id, kind, action },
        _ => return None,
    };
    Some(route)
}

fn of_container<'a>(version: Version, id: &'a str, rest: &[&str]) -> Option<Route<'a>> {
    Some(match rest {
        [] => Route::Container { version, id },
        ["task"] => Route::Task { version, id: Some(id), tags: false },
        ["taskWithTags"] => Route::Task { version, id: Some(id), tags: true },
        ["stats"] => Route::ContainerStats { version, id },
        ["task", "stats"] => Route::TaskStats { version, id: Some(id) },
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_and_what_they_ask() {
        let v4 = Version::V4;
        for (path, expected) in [
            ("/v4/a-1", Some(Route::Container { version: v4, id: "a-1" })),
            ("/v4/a/task", Some(Route::Task { version: v4, id: Some("a"), tags: false })),
            ("/v4/a/taskWithTags", Some(Route::Task { version: v4, id: Some("a"), tags: true })),
            ("/v4/a/stats", Some(Route::ContainerStats { version: v4, id: "a" })),
            ("/v4/a/task/stats", Some(Route::TaskStats { version: v4, id: Some("a") })),
            ("/v3/a", Some(Route::Container { version: Version::V3, id: "a" })),
            ("/v2/metadata", Some(Route::Task { version: Version::V2, id: None, tags: false })),
            ("/v2/credentials", Some(Route::Credentials { id: None })),
            ("/v2/credentials/", Some(Route::Credentials { id: None })),
            ("/v2/credentials/u", Some(Route::Credentials { id: Some("u") })),
            ("/api/a/task-protection/v1/state", Some(Route::Protection { id: "a" })),
            (
                "/api/a/fault/v1/network-latency/start",
                Some(Route::Fault { id: "a", kind: "network-latency", action: "start" }),
            ),
            ("/", None),
            ("", None),
            ("/v4", None),
            ("/v4/a/tasks", None),
            ("/v4/a/task/", None),
            ("/v5/a", None),
            ("/latest/meta-data", None),
        ] {
            assert_eq!(find(path), expected, "{path}");
        }
    }
}
