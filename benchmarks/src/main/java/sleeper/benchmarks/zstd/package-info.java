/** What ZSTD's levels cost on pages; start with {@link sleeper.benchmarks.zstd.ZstdLevels}. */
package sleeper.benchmarks.zstd;
