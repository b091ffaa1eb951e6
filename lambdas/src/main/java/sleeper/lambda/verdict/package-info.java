/** What became of an attempt, in words for machines and for people; start with {@link sleeper.lambda.verdict.Verdicts}. */
package sleeper.lambda.verdict;
