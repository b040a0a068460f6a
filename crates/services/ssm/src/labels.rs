//! `LabelParameterVersion` and `UnlabelParameterVersion`. A label is on one version of a parameter at most.

use std::sync::Arc;

use neargate_store::{Expect, Stored};
use neargate_wire::{AwsError, Context};

use crate::records::ParameterRecord;
use crate::refusal::Refusal;
use crate::{Ssm, get, model, name, records};

const LABELS_MAX: usize = 10;

pub async fn label_parameter_version(
    ssm: Arc<Ssm>,
    context: Context,
    input: model::LabelParameterVersionRequest,
) -> Result<model::LabelParameterVersionResult, AwsError> {
    let labels = input.labels.unwrap_or_default();
    let (invalid, valid): (Vec<_>, Vec<_>) = labels.into_iter().partition(|label| !is_label(label));
    let wanted = input.parameter_version;
    let edited = ssm.edit_version(&context, input.name, move |parameter, version| {
        let mut on_it = parameter.labels_of(version);
        on_it.extend(valid.iter().filter(|label| !on_it.contains(label)).cloned().collect::<Vec<_>>());
        if on_it.len() > LABELS_MAX {
            // AWS's words, without a space in their midst.
            return Err(Refusal::client(
                "ParameterVersionLabelLimitExceeded",
                format!(
                    "A parameter version can have maximum {LABELS_MAX} labels.Move one or more labels to another version and \
                     try again."
                ),
            ));
        }
        parameter.labels.extend(valid.iter().map(|label| (label.clone(), version)));
        Ok(())
    }, wanted);
    let (version, ()) = edited.await?;
    Ok(model::LabelParameterVersionResult { invalid_labels: Some(invalid), parameter_version: Some(version) })
}

pub async fn unlabel_parameter_version(
    ssm: Arc<Ssm>,
    context: Context,
    input: model::UnlabelParameterVersionRequest,
) -> Result<model::UnlabelParameterVersionResult, AwsError> {
    let labels = input.labels.unwrap_or_default();
    let edited = ssm.edit_version(
        &context,
        input.name,
        move |parameter, version| {
            let (removed, invalid): (Vec<_>, Vec<_>) =
                labels.iter().cloned().partition(|label| parameter.labels.get(label) == Some(&version));
            parameter.labels.retain(|label, _| !removed.contains(label));
            Ok((removed, invalid))
        },
        input.parameter_version,
    );
    let (_, (removed, invalid)) = edited.await?;
    Ok(model::UnlabelParameterVersionResult { removed_labels: Some(removed), invalid_labels: Some(invalid) })
}

impl Ssm {
    /// Changes a parameter's document, on behalf of one of its versions, the latest when none is given; says which it was.
    async fn edit_version<T: Send + 'static>(
        &self,
        context: &Context,
        name: Option<String>,
        edit: impl Fn(&mut ParameterRecord, i64) -> Result<T, Refusal> + Send + 'static,
        version: Option<i64>,
    ) -> Result<(i64, T), Refusal> {
        let (scope, now) = (context.scope.clone(), self.now());
        let named = name::parse(&scope, name.as_deref().unwrap_or_default())?;
        let edited = self.store.write(context.durability, move |w| {
            let Stored { value: mut parameter, revision } = get::find(w, &scope, &named, now)?;
            let number = version.unwrap_or(parameter.latest.version);
            if records::version(w, &scope, &parameter, number)?.is_none() {
                return Err(Refusal::no_version(&parameter.name, number));
            }
            let done = edit(&mut parameter, number)?;
            records::put(w, &scope, &parameter, Expect::Revision(revision))?;
            Ok((number, done))
        });
        edited.await
    }
}

/// Letters, digits and `.-_`, not beginning with a digit, `aws` or `ssm`.
fn is_label(label: &str) -> bool {
    let begins = |prefix: &str| label.get(..3).is_some_and(|start| start.eq_ignore_ascii_case(prefix));
    !label.is_empty()
        && label.bytes().all(|b| b.is_ascii_alphanumeric() || b".-_".contains(&b))
        && !label.starts_with(|c: char| c.is_ascii_digit())
        && !begins("aws")
        && !begins("ssm")
}
