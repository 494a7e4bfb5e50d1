namespace KubeApi.Tests.Conventions;

public sealed class FolderGraphTests
{
    [Theory]
    [InlineData("", "A:B B:C A:C")]
    [InlineData("A,B,A", "A:B B:A")]
    [InlineData("B,C,B", "A:B B:C C:B A:C")]
    [InlineData("", "A:A")]
    public void A_cycle_is_found(string cycle, string edges)
    {
        var graph = new FolderGraph();
        foreach (var edge in edges.Split(' '))
        {
            graph.Add("P", edge[..1], $"using P.{edge[2..]};");
        }

        Assert.Equal(cycle, string.Join(',', graph.FindCycle()));
    }

    [Fact]
    public void A_reference_to_another_project_is_no_edge()
    {
        var graph = new FolderGraph();
        graph.Add("KubeApi", "A", "using KubeApi.B;\nusing Other.KubeApi.A;");
        graph.Add("KubeApi", "B", "using System;");

        Assert.Empty(graph.FindCycle());
    }
}
