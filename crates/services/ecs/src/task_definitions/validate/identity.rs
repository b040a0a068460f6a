//! What the family and its containers are called, and how much of a definition there may be.

use neargate_wire::AwsError;

use super::name;
use crate::clusters::is_name;
use crate::model::{ContainerDefinition, RegisterTaskDefinitionRequest};
use crate::refused::client;
use crate::tags;

const MAX_CONTAINERS: usize = 10;

/// All that clients send counts, as JSON.
const MAX_BYTES: usize = 64 << 10;

pub(super) fn check(
    input: &RegisterTaskDefinitionRequest,
    containers: &[ContainerDefinition],
) -> Result<(), AwsError> {
    let family = input.family.as_deref().unwrap_or_default();
    if family.is_empty() {
        return Err(client("Family should not be null or empty."));
    }
    if !is_name(family) {
        return Err(client("Family contains invalid characters."));
    }
    match input.tags.as_deref() {
        Some([]) => return Err(client("Tags can not be empty.")),
        Some(given) => tags::validate(given)?,
        None => {}
    }
    if containers.is_empty() {
        return Err(client("Container list cannot be empty"));
    }
    if containers.len() > MAX_CONTAINERS {
        return Err(client("Too many containers."));
    }
    for (index, container) in containers.iter().enumerate() {
        let name = name(container);
        if name.is_empty() {
            return Err(client("Container.name should not be null or empty."));
        }
        if !is_name(name) {
            return Err(client("Container.name contains invalid characters."));
        }
        if containers[..index].iter().any(|earlier| earlier.name.as_deref() == Some(name)) {
            return Err(client("Container names must be unique within a task definition"));
        }
        check_image(container.image.as_deref().unwrap_or_default())?;
    }
    check_length(input)
}

fn check_image(image: &str) -> Result<(), AwsError> {
    if image.trim().is_empty() {
        return Err(client("Container.image should not be null or empty."));
    }
    let known = |b: u8| b.is_ascii_alphanumeric() || b"-_:./@#+".contains(&b);
    // A digest comes on top of the name's 255 characters.
    let name = image.split_once('@').map_or(image, |(name, _)| name);
    if !image.bytes().all(known) || name.len() > 255 {
        return Err(client("Container.image contains invalid characters."));
    }
    Ok(())
}

fn check_length(input: &RegisterTaskDefinitionRequest) -> Result<(), AwsError> {
    let mut counter = Counter(0);
    // Requests came as JSON, so they can be written as JSON; counting never fails.
    let _ = serde_json::to_writer(&mut counter, input);
    if counter.0 > MAX_BYTES {
        let length = counter.0;
        return Err(client(format!("Actual length: '{length}'. Max allowed length is '{MAX_BYTES}' bytes.")));
    }
    Ok(())
}

/// Measures what is written, without keeping it.
struct Counter(usize);

impl std::io::Write for Counter {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0 += bytes.len();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{accepted, definition, refused};
    use crate::model::Tag;

    #[test]
    fn families_and_containers_must_be_named() {
        refused(|d| d.family = Some(String::new()), "Family should not be null or empty.");
        refused(|d| d.family = Some("a b".to_owned()), "Family contains invalid characters.");
        refused(|d| d.family = Some("a".repeat(256)), "Family contains invalid characters.");
        accepted(|d| d.family = Some("a".repeat(255)));
        refused(|d| d.container_definitions = Some(vec![]), "Container list cannot be empty");
        refused(|d| d.containers()[0].name = None, "Container.name should not be null or empty.");
        refused(
            |d| d.containers()[0].name = Some("a.b".into()),
            "Container.name contains invalid characters.",
        );
        refused(
            |d| {
                let twin = d.containers()[0].clone();
                d.containers().push(twin);
            },
            "Container names must be unique within a task definition",
        );
    }

    #[test]
    fn an_image_is_required_and_has_only_an_images_characters() {
        refused(|d| d.containers()[0].image = None, "Container.image should not be null or empty.");
        refused(
            |d| d.containers()[0].image = Some("a b".into()),
            "Container.image contains invalid characters.",
        );
        refused(
            |d| d.containers()[0].image = Some("a".repeat(256)),
            "Container.image contains invalid characters.",
        );
        accepted(|d| {
            d.containers()[0].image = Some(format!("{}@sha256:{}", "a".repeat(255), "0".repeat(64)))
        });
    }

    #[test]
    fn ten_containers_are_enough() {
        let fill = |count: usize| {
            move |d: &mut crate::model::RegisterTaskDefinitionRequest| {
                let one = d.containers()[0].clone();
                let named =
                    |i| crate::model::ContainerDefinition { name: Some(format!("c{i}")), ..one.clone() };
                *d.containers() = (0..count).map(named).collect();
            }
        };
        accepted(fill(10));
        refused(fill(11), "Too many containers.");
    }

    #[test]
    fn a_definition_is_64_kib_at_most() {
        let length = serde_json::to_vec(&definition()).unwrap().len();
        // `,"user":"…"` is ten bytes around its text.
        let user = move |extra: usize| "u".repeat((64 << 10) - length - 10 + extra);
        accepted(|d| d.containers()[0].user = Some(user(0)));
        refused(
            |d| d.containers()[0].user = Some(user(1)),
            "Actual length: '65537'. Max allowed length is '65536' bytes.",
        );
    }

    #[test]
    fn tags_are_given_or_left_out() {
        refused(|d| d.tags = Some(vec![]), "Tags can not be empty.");
        let tag = Tag { key: Some("team".into()), value: Some("web".into()) };
        accepted(|d| d.tags = Some(vec![tag.clone()]));
    }
}
