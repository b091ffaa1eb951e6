/**
 * Requests to AWS: how each ended, and which are sent again after which wait. The SDK sends none twice, since a conditional write
 * that is repeated behind our back is refused by its own first try. Start at {@link sleeper.aws.request.Answer}, then
 * {@link sleeper.aws.request.Requests}.
 */
package sleeper.aws.request;
