using KubeApi.Output;

namespace KubeApi.Tests.Module;

/// <summary>The members of API objects that can be used by name but are never displayed.</summary>
public sealed class HiddenMemberTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>
{
    [Theory]
    [InlineData("\"$o\"", "ConfigMap/a")]
    [InlineData("$o.ToString()", "ConfigMap/a")]
    [InlineData("$o.Name", "a")]
    [InlineData("$o.Namespace -eq $ns", "True")]
    [InlineData("$o.Age.GetType().Name; $o.Age -lt [timespan]'00:05'", "TimeSpan True")]
    [InlineData("$o.Created.Kind; $o.Created -gt [datetime]::Now.AddMinutes(-5)", "Local True")]
    [InlineData("[array] $found = $o, $other | Where-Object Name -eq a; $found.Count", "1")]
    [InlineData("$o, $other | Where-Object { $_.Namespace -eq $ns } | ForEach-Object Name", "a b")]
    // A field of that name takes precedence.
    [InlineData("(ConvertFrom-KubeApiYaml '{apiVersion: v1, kind: Thing, metadata: {name: a}, Age: 7}').Age", "7")]
    [InlineData("$o.PSObject.Properties.Name", "apiVersion kind metadata data")]
    [InlineData("$o | Update-KubeApiObject @{ data = @{ x = '2' } } | ForEach-Object { \"$_\" }", "ConfigMap/a")]
    [InlineData("$nothing = (Invoke-KubeApi /version); $nothing.Name", "")]
    public void A_hidden_member_is_read_by_name(string script, string expected)
    {
        using var shell = sandbox.InNamespace();
        shell.Get("""
            $o, $other = 'a', 'b' | ForEach-Object { New-KubeApiObject @{ apiVersion = 'v1'; kind = 'ConfigMap'; metadata = @{ name = $_ }; data = @{ x = '1' } } -n $ns }
            """);

        Assert.Equal(expected, string.Join(' ', shell.Get(script)));
    }

    [Fact]
    public void Serialization_includes_fields_and_excludes_hidden_members()
    {
        using var shell = sandbox.InNamespace();

        Assert.Equal("apiVersion kind metadata data", string.Join(' ', shell.Get("""
            $o = New-KubeApiObject @{ apiVersion = 'v1'; kind = 'ConfigMap'; metadata = @{ name = 'a' }; data = @{ x = '1' } } -n $ns
            [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($o, 9)).PSObject.Properties.Name
            """)));
    }

    [Theory]
    [InlineData("lastTimestamp: '2026-01-02T00:00:00Z', eventTime: '2026-01-03T00:00:00.000000Z'", "2026-01-02")]
    [InlineData("lastTimestamp: null, eventTime: '2026-01-03T00:00:00.000000Z'", "2026-01-03")]
    [InlineData("eventTime: '2026-01-03T00:00:00.000000Z', series: {count: 2, lastObservedTime: '2026-01-04T00:00:00.000000Z'}", "2026-01-04")]
    [InlineData("eventTime: null, lastTimestamp: null", "2026-01-01")]
    public void LastSeen_is_the_local_time_of_the_last_occurrence(string times, string day)
    {
        using var shell = sandbox.Shell();
        var yaml = $"{{apiVersion: v1, kind: Event, metadata: {{name: e, creationTimestamp: '2026-01-01T00:00:00Z'}}, {times}}}";
        var o = Assert.Single(shell.Get($"ConvertFrom-KubeApiYaml \"{yaml}\""));

        var seen = Assert.IsType<DateTime>(HiddenMembers.LastSeen(o));

        Assert.Equal(DateTimeKind.Local, seen.Kind);
        Assert.Equal(day, seen.ToUniversalTime().ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(seen, o.Properties["LastSeen"].Value);
    }

    [Theory]
    [InlineData("v1", "involvedObject: {fieldPath: 'spec.containers{app}'}", "app")]
    [InlineData("v1", "involvedObject: {fieldPath: 'spec.ephemeralContainers{debug}'}", "debug")]
    [InlineData("events.k8s.io/v1", "regarding: {fieldPath: 'spec.initContainers{app}'}", "app")]
    [InlineData("v1", "involvedObject: {fieldPath: 'spec.containers[2]'}", null)]
    [InlineData("v1", "involvedObject: {fieldPath: 'metadata.labels{app}'}", null)]
    [InlineData("v1", "involvedObject: {kind: Pod}", null)]
    public void The_container_of_an_event_is_that_of_its_field_path(string version, string about, string? expected)
    {
        using var shell = sandbox.Shell();
        var o = Assert.Single(shell.Get($"ConvertFrom-KubeApiYaml \"{{apiVersion: {version}, kind: Event, metadata: {{name: e}}, {about}}}\""));

        Assert.Equal(expected, o.Properties["Container"].Value);
    }
}
