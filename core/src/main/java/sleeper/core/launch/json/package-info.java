/** What platforms are asked for, in the forms of their APIs; start with {@link sleeper.core.launch.json.EmrRequests}. */
package sleeper.core.launch.json;
