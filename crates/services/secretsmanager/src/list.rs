//! `ListSecrets`, and the pages that BatchGetSecretValue walks along, too.
//!
//! In the order of creation a page is a walk along the documents from where the one before ended. In another order there is no such
//! walk: all secrets of the account and region are looked at for each page.

use std::sync::Arc;

use neargate_core::Scope;
use neargate_store::{Error, Range, ReadRecords as _, Reader, Stored, token};
use neargate_wire::{AwsError, Context};

use crate::describe::{labels_by_version, primary_region};
use crate::filter::{self, Filter};
use crate::model::{SortByType, SortOrderType};
use crate::records::{SecretRecord, time};
use crate::refusal::Refusal;
use crate::{SecretsManager, model, tags};

const PER_PAGE: usize = 100;
const PER_LISTING: usize = 200;
/// Between the two halves of a place in a sorted listing. No name contains it.
const SEPARATOR: char = '\u{1}';

pub async fn list_secrets(
    manager: Arc<SecretsManager>,
    context: Context,
    input: model::ListSecretsRequest,
) -> Result<model::ListSecretsResponse, AwsError> {
    let query = Query {
        operation: "ListSecrets",
        filters: filter::parse(input.filters)?,
        doomed: input.include_planned_deletion.unwrap_or(false),
        sort: input.sort_by.unwrap_or(SortByType::CreatedDate),
        descending: input.sort_order == Some(SortOrderType::Desc),
        limit: input.max_results.and_then(|max| usize::try_from(max).ok()).unwrap_or(PER_PAGE),
    };
    let (secrets, next_token) = manager.page(&context.scope, &query, input.next_token).await?;
    let entry = |secret: SecretRecord| model::SecretListEntry {
        arn: Some(secret.arn(&context.scope)),
        secret_versions_to_stages: labels_by_version(&secret),
        primary_region: primary_region(&context.scope, &secret),
        name: Some(secret.name),
        description: secret.description,
        kms_key_id: secret.kms_key_id,
        last_changed_date: Some(time(secret.changed)),
        last_accessed_date: secret.accessed.map(time),
        deleted_date: secret.delete_at.map(time),
        tags: (!secret.tags.is_empty()).then(|| tags::to_model(&secret.tags)),
        created_date: Some(time(secret.created)),
        ..model::SecretListEntry::default()
    };
    Ok(model::ListSecretsResponse { secret_list: Some(secrets.into_iter().map(entry).collect()), next_token })
}

/// Which secrets, in which order, how many at a time.
pub struct Query {
    pub operation: &'static str,
    pub filters: Vec<Filter>,
    /// Those marked for deletion, too.
    pub doomed: bool,
    pub sort: SortByType,
    pub descending: bool,
    pub limit: usize,
}

impl SecretsManager {
    /// A page, and the token of the next.
    pub(crate) async fn page(
        &self,
        scope: &Scope,
        query: &Query,
        token: Option<String>,
    ) -> Result<(Vec<SecretRecord>, Option<String>), Refusal> {
        let spelled = query.spelled(scope);
        let binding: Vec<&str> = spelled.iter().map(String::as_str).collect();
        let after = token.map(|token| token::decode(&binding, &token)).transpose()?;
        let now = self.now();
        let (secrets, last) = self.store.read(|r| query.read(r, scope, after, now)).await?;
        Ok((secrets, last.map(|last| token::encode(&binding, &last))))
    }
}

impl Query {
    fn spelled(&self, scope: &Scope) -> Vec<String> {
        let order = format!("{} {} {}", self.sort.as_str(), self.descending, self.doomed);
        let mut parts =
            vec![self.operation.to_owned(), scope.account.to_string(), scope.region.to_string(), order];
        parts.extend(self.filters.iter().map(Filter::spelled));
        parts
    }

    fn read(
        &self,
        r: &mut dyn Reader,
        scope: &Scope,
        after: Option<String>,
        now: i64,
    ) -> Result<(Vec<SecretRecord>, Option<String>), Error> {
        if self.sort == SortByType::CreatedDate {
            return self.walk(r, scope, after, now);
        }
        let mut places = Vec::new();
        let mut last: Option<String> = None;
        loop {
            let secrets = self.listing(r, scope, last.as_deref(), false)?;
            places.extend(
                secrets
                    .iter()
                    .filter(|one| self.takes(scope, &one.value, now))
                    .map(|one| self.place(&one.value)),
            );
            match secrets.into_iter().nth(PER_LISTING - 1) {
                Some(secret) => last = Some(secret.value.id),
                None => break,
            }
        }
        places.sort_unstable();
        if self.descending {
            places.reverse();
        }
        let beyond = |place: &String| match &after {
            Some(after) if self.descending => place < after,
            Some(after) => place > after,
            None => true,
        };
        let mut page: Vec<String> = places.into_iter().filter(beyond).take(self.limit + 1).collect();
        let more = page.len() > self.limit;
        page.truncate(self.limit);
        let mut secrets = Vec::with_capacity(page.len());
        for place in &page {
            let id = place.rsplit(SEPARATOR).next().unwrap_or_default();
            let secret = r.get_record(scope.account.as_str(), scope.region.as_str(), id)?;
            secrets.extend(secret.map(|secret: Stored<SecretRecord>| secret.value));
        }
        Ok((secrets, page.pop().filter(|_| more)))
    }

    /// The page behind a secret's id, in the order of creation.
    fn walk(
        &self,
        r: &mut dyn Reader,
        scope: &Scope,
        mut after: Option<String>,
        now: i64,
    ) -> Result<(Vec<SecretRecord>, Option<String>), Error> {
        let mut found: Vec<SecretRecord> = Vec::new();
        loop {
            let secrets = self.listing(r, scope, after.as_deref(), self.descending)?;
            let ended = secrets.len() < PER_LISTING;
            after = secrets.last().map(|secret| secret.value.id.clone());
            for Stored { value: secret, .. } in secrets {
                if !self.takes(scope, &secret, now) {
                    continue;
                }
                if found.len() == self.limit {
                    let last = found.last().map(|last| last.id.clone());
                    return Ok((found, last));
                }
                found.push(secret);
            }
            if ended {
                return Ok((found, None));
            }
        }
    }

    fn listing(
        &self,
        r: &mut dyn Reader,
        scope: &Scope,
        after: Option<&str>,
        descending: bool,
    ) -> Result<Vec<Stored<SecretRecord>>, Error> {
        let range = Range::all().after(after).limit(PER_LISTING);
        let range = if descending { range.descending() } else { range };
        r.list_records(scope.account.as_str(), scope.region.as_str(), range)
    }

    fn takes(&self, scope: &Scope, secret: &SecretRecord, now: i64) -> bool {
        (self.doomed || secret.delete_at.is_none())
            && !secret.is_gone(now)
            && self.filters.iter().all(|filter| filter.matches(scope, secret))
    }

    /// A text by which secrets are sorted, the id at its end.
    fn place(&self, secret: &SecretRecord) -> String {
        let key = match self.sort {
            SortByType::Name => secret.name.clone(),
            SortByType::LastAccessedDate => format!("{:013}", secret.accessed.unwrap_or(0)),
            SortByType::LastChangedDate => format!("{:013}", secret.changed),
            SortByType::CreatedDate | SortByType::Unknown(_) => String::new(),
        };
        format!("{key}{SEPARATOR}{}", secret.id)
    }
}
