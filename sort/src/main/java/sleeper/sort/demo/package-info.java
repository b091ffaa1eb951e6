/** Made-up rows for examples and measurements; start with {@link sleeper.sort.demo.DemoData}. */
package sleeper.sort.demo;
