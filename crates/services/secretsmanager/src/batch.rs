//! `BatchGetSecretValue`: the current values of secrets that are listed, or that filters choose.
//!
//! What can't be read, because it isn't there or because the caller has no right to it, is told beside what can.

use std::sync::Arc;

use neargate_wire::{AwsError, Context, Protocol};

use crate::filter;
use crate::list::Query;
use crate::model::{self, SortByType};
use crate::records::{SecretRecord, time};
use crate::refusal::Refusal;
use crate::value::{self, Found};
use crate::{SecretsManager, resolve};

const PER_PAGE: usize = 20;

pub async fn batch_get_secret_value(
    manager: Arc<SecretsManager>,
    context: Context,
    input: model::BatchGetSecretValueRequest,
) -> Result<model::BatchGetSecretValueResponse, AwsError> {
    let (chosen, next_token) = manager.chosen(&context, &input).await?;
    let (mut values, mut errors) = (Vec::new(), Vec::new());
    for id in chosen {
        let opened = match manager.readable(&context, &id).await {
            Ok(found) => {
                manager.open(&context, &found).await.map(|opened| (found, opened)).map_err(Into::into)
            }
            Err(error) => Err(error),
        };
        match opened {
            Ok((found, (secret_string, secret_binary))) => {
                manager.note_access(&context.scope, &found).await?;
                let Found { secret, version, .. } = found;
                values.push(model::SecretValueEntry {
                    arn: Some(secret.arn(&context.scope)),
                    name: Some(secret.name),
                    version_id: Some(version.id),
                    secret_binary,
                    secret_string,
                    version_stages: Some(version.labels),
                    created_date: Some(time(version.created)),
                });
            }
            Err(error) => {
                if error.status.is_server_error() {
                    return Err(error);
                }
                errors.push(model::APIErrorType {
                    secret_id: Some(id),
                    error_code: Some(error.code.to_owned()),
                    message: Some(error.message),
                });
            }
        }
    }
    Ok(model::BatchGetSecretValueResponse { secret_values: Some(values), next_token, errors: Some(errors) })
}

impl SecretsManager {
    /// What a request's secrets are called, and the token of the next page.
    async fn chosen(
        &self,
        context: &Context,
        input: &model::BatchGetSecretValueRequest,
    ) -> Result<(Vec<String>, Option<String>), Refusal> {
        let listed = input.secret_id_list.as_ref().filter(|ids| !ids.is_empty());
        let filters = input.filters.as_ref().filter(|filters| !filters.is_empty());
        match (listed, filters) {
            (Some(_), Some(_)) | (None, None) => {
                Err(Refusal::parameter("Either 'SecretIdList' or 'Filters' must be provided, but not both."))
            }
            (Some(_), None) if input.max_results.is_some() => Err(Refusal::parameter(
                "'Filters' not specified. 'Filters' must also be specified when 'MaxResults' is provided.",
            )),
            (Some(ids), None) => Ok((ids.clone(), None)),
            (None, Some(filters)) => {
                let query = Query {
                    operation: "BatchGetSecretValue",
                    filters: filter::parse(Some(filters.clone()))?,
                    doomed: false,
                    sort: SortByType::CreatedDate,
                    descending: false,
                    limit: input.max_results.and_then(|max| usize::try_from(max).ok()).unwrap_or(PER_PAGE),
                };
                let (secrets, next) = self.page(&context.scope, &query, input.next_token.clone()).await?;
                let has_value = |secret: &SecretRecord| !secret.versions.is_empty();
                let secrets = secrets.into_iter().filter(has_value);
                Ok((secrets.map(|secret| secret.arn(&context.scope)).collect(), next))
            }
        }
    }

    /// The current value, if the caller may read it. Nobody learns here whether there is a secret that they have no right to.
    async fn readable(&self, context: &Context, id: &str) -> Result<Found, AwsError> {
        if context.limited() {
            let access = self.reading(context, id).await?;
            context.allowed(&[access]).await.map_err(|denial| denial.worded(Protocol::Json))?;
        }
        Ok(self.current(context, id).await?)
    }

    async fn current(&self, context: &Context, id: &str) -> Result<Found, Refusal> {
        let (scope, now) = (&context.scope, self.now());
        let found = self.store.read(|r| {
            let secret = resolve::usable(r, scope, id, now)?.value;
            value::find(r, scope, secret, None, None)
        });
        found.await
    }
}
