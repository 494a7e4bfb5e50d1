using KubeApi.Session;

namespace KubeApi.Tests.Module;

public sealed class RehearsalTests
{
    // What goes wrong in it goes unnoticed otherwise, and compiles nothing.
    [Fact]
    public async Task GoesThroughAListToItsEnd() => Assert.Equal(1, await Rehearsal.ListAsync());
}
