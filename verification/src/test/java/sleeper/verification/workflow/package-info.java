/**
 * Every state of both machines, entered and disturbed in every way that its definition names, with the real handlers in virtual time;
 * start with {@link sleeper.verification.workflow.StateCoverageIT}.
 */
package sleeper.verification.workflow;
