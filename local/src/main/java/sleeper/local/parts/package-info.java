/**
 * What is made by Maven, when it is first needed, of the project that the command was started from; start with {@link
 * sleeper.local.parts.MadeParts}.
 */
package sleeper.local.parts;
