/**
 * Job documents, plans and manifests as JSON; start with {@link sleeper.core.job.json.JobDocumentJson} for what senders write
 * and {@link sleeper.core.job.json.JobPlanJson} for what a run reads.
 */
package sleeper.core.job.json;
