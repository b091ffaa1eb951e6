/**
 * Where a job should run, what that takes and costs, and of what size would be enough. Start with
 * {@link sleeper.core.choice.PlatformChooser}; what a run of a platform comes to is an {@link sleeper.core.choice.Assessment}.
 */
package sleeper.core.choice;
