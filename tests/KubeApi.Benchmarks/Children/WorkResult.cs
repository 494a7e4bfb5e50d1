namespace KubeApi.Benchmarks.Children;

/// <summary>The result of one run.</summary>
internal readonly record struct WorkResult(long Items, long Body, double FirstSeconds);
