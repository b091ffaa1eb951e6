/**
 * Pictures in plain text, drawn from models that others draw too; start with {@link sleeper.cli.picture.GraphPicture} and
 * {@link sleeper.cli.picture.MapPicture}.
 */
package sleeper.cli.picture;
