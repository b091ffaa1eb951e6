/** From a manifest to rows that everybody sees; start with {@link sleeper.lambda.commit.CommitFiles}. */
package sleeper.lambda.commit;
