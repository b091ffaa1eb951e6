/** Stands in for SNS: a topic is a mailbox; see {@link sleeper.local.task.sns.SnsPublish}. */
package sleeper.local.task.sns;
