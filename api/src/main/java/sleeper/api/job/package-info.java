/** Jobs: what is known of them, what would come of them, and what may be done with them. */
package sleeper.api.job;
