/** The main job from nothing; start with {@link sleeper.cli.demo.DemoCommand}. */
package sleeper.cli.demo;
