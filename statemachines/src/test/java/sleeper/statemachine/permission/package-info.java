/** Tests of the permissions; {@code Shapes} makes instances of every shape. */
package sleeper.statemachine.permission;
