namespace KubeApi.Benchmarks.Children;

/// <summary>What came out of one run.</summary>
internal readonly record struct WorkResult(long Items, long Body, double FirstSeconds);
