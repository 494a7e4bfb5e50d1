using KubeApi.Tests.Pester;
using KubeApi.Tests.Sandbox;
using Xunit.Abstractions;

[assembly: TestCollectionOrderer($"KubeApi.Tests.{nameof(KubeApi.Tests.LongestFirst)}", "KubeApi.Tests")]

namespace KubeApi.Tests;

/// <summary>Starts the classes that take minutes first, so none of them runs alone at the end.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] s_longest = [nameof(PesterTests), nameof(KubectlTranscriptTests)];

    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections) =>
        testCollections.OrderByDescending(c => s_longest.Any(name => c.DisplayName.EndsWith($".{name}", StringComparison.Ordinal)));
}
