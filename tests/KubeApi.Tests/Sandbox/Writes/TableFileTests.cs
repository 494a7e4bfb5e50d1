using System.Text;
using KubeApi.Sandbox.Json;

namespace KubeApi.Tests.Sandbox.Writes;

/// <summary>Hand-written tables have no duplicate rows: the first of two rows would be dropped silently.</summary>
public class TableFileTests
{
    [Theory]
    [InlineData("""{"pods":{},"nodes":{},"pods":{"generation":true}}""", "pods")]
    [InlineData("""{"pods":{"defaults":{},"defaults":{}}}""", "pods.defaults")]
    public void Duplicate_rows_are_refused(string text, string place)
    {
        var refused = Assert.Throws<InvalidDataException>(() => Recorded.Table("kinds.json", Encoding.UTF8.GetBytes(text)));
        Assert.Equal($"In kinds.json there are two of {place}.", refused.Message);
    }

    [Fact]
    public void The_table_has_no_duplicates() => Assert.NotEmpty(Recorded.Table("kinds.json"));
}
