/** Refusing bad input before anything is billed; start with {@link sleeper.lambda.validate.ValidateJob}. */
package sleeper.lambda.validate;
