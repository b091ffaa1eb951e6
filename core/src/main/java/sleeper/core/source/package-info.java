/**
 * Which files a job means by what it names; start with {@link sleeper.core.source.SourceRules}, the rules, and
 * {@link sleeper.core.source.SourceContents}, which holds a store's listing against them.
 */
package sleeper.core.source;
