using System.Text.RegularExpressions;

namespace KubeApi.Tests.Module;

/// <summary>The server's columns, which are kept with each object and shown by a view of its kind.</summary>
public sealed class ColumnTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>
{
    private const string Deploy =
        """
        $null = New-KubeApiObject -n $ns -InputObject @{
            apiVersion = 'apps/v1'; kind = 'Deployment'; metadata = @{ name = 'web' }
            spec = @{
                replicas = 1; selector = @{ matchLabels = @{ app = 'web' } }
                template = @{ metadata = @{ labels = @{ app = 'web' } }; spec = @{ containers = @(@{ name = 'c'; image = 'busybox:1.36' }) } }
            }
        }
        """;

    private const string Maps =
        """
        foreach ($name in 'a', 'b', 'c') {
            $null = New-KubeApiObject @{ apiVersion = 'v1'; kind = 'ConfigMap'; metadata = @{ name = $name }; data = @{ x = '1' } } -n $ns
        }
        """;

    [Theory]
    [InlineData("Get-KubeApiObject deploy -n $ns", "Name Ready Up-to-date Available Age")]
    [InlineData("Get-KubeApiObject deploy web -n $ns", "Name Ready Up-to-date Available Age")]
    [InlineData("Get-KubeApiObject deploy -A -l app!=none", "Namespace Name Ready Up-to-date Available Age")]
    [InlineData("Get-KubeApiObject deploy -n $ns, default", "Namespace Name Ready Up-to-date Available Age")]
    [InlineData("Get-KubeApiObject namespace $ns | Get-KubeApiObject deploy", "Namespace Name Ready Up-to-date Available Age")]
    [InlineData("Get-KubeApiObject deploy -A -l app!=none | Get-KubeApiObject", "Namespace Name Ready Up-to-date Available Age")]
    [InlineData("Get-KubeApiObject namespace $ns", "Name Status Age")]
    [InlineData("Get-KubeApiObject namespaces -A", "Name Status Age")]
    [InlineData("Get-KubeApiObject deploy -n $ns -NoServerPrint", "Namespace Name Age")]
    [InlineData("Get-KubeApiObject deploy, cm -n $ns", "Kind Namespace Name Ready Status Age")]
    [InlineData("'deploy/web' | Get-KubeApiObject -Namespace $ns", "Kind Namespace Name Ready Status Age")]
    [InlineData("Get-KubeApiObject deploy, cm -n $ns | Format-Table -View Wide", "Kind Namespace Name Ready Status Age Details")]
    // Select-Object puts a type name of its own in front.
    [InlineData("Get-KubeApiObject deploy, cm -n $ns | Select-Object -First 2", "Kind Namespace Name Ready Status Age")]
    [InlineData("Get-KubeApiObject deploy, cm -n $ns | Select-Object -First 2 | Format-Table -View Wide", "Kind Namespace Name Ready Status Age Details")]
    [InlineData("Get-KubeApiObject deploy -n $ns | Format-Table -View Wide", "Name Ready Up-to-date Available Age Containers Images Selector")]
    [InlineData("Get-KubeApiObject deploy -n $ns -NoServerPrint | Format-Table -View Wide", "Namespace Name Age")]
    [InlineData("Update-KubeApiObject deploy web @{ spec = @{ paused = $true } } -n $ns", "Namespace Name Ready Up-to-date Available Age")]
    public void A_table_has_the_columns(string script, string columns)
    {
        using var shell = sandbox.InNamespace();
        shell.Get(Deploy);
        // The views of the kind exist, whatever is displayed first.
        shell.Get("$null = Get-KubeApiObject deploy web -n $ns");

        var head = Table(shell, script)[0];

        Assert.Equal(columns, head);
    }

    // From a job, remoting or Import-Clixml: without the server's cells.
    [Theory]
    [InlineData("Get-KubeApiObject deploy -n $ns", "Kind Namespace Age Name|Deployment ns # web")]
    [InlineData("Get-KubeApiObject deploy -n $ns | Select-Object -First 1", "Kind Namespace Age Name|Deployment ns # web")]
    [InlineData("Get-KubeApiObject deploy/web, cm/a -n $ns", "Kind Namespace Age Name|Deployment ns # web|ConfigMap ns # a")]
    [InlineData("Watch-KubeApiObject deploy -n $ns | Select-Object -First 1", "Time Type Kind Namespace Name")]
    [InlineData("Get-KubeApiObject $event -n $ns", "Namespace Age Type Reason Object Message|ns # Normal Started Pod/web one two")]
    public void An_object_that_was_serialized_is_shown_without_blank_columns(string script, string table)
    {
        using var shell = sandbox.InNamespace();
        shell.Get(Deploy);
        shell.Get(Maps);
        shell.Get(
            """
            $null = New-KubeApiObject -n $ns -InputObject @{
                apiVersion = 'v1'; kind = 'Event'; metadata = @{ name = 'one' }; type = 'Normal'; reason = 'Started'; message = 'one two'
                involvedObject = @{ kind = 'Pod'; name = 'web'; namespace = $ns }; lastTimestamp = [DateTime]::UtcNow.ToString('s') + 'Z'
            }
            $event = 'events/one'
            """);

        var lines = Table(shell, $"[Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize(@({script}), 9))");

        var ns = shell.Get("$ns").Single().ToString()!;
        var shown = lines.Where((_, i) => i != 1).Select(line => line.Replace(ns, "ns", StringComparison.Ordinal));
        // Long namespaces of events wrap.
        Assert.Equal(table.Split('|'), shown.Take(table.Split('|').Length).Select(line => Regex.Replace(line, @"\d\d:\d\d:\d\d|\b[\dms]+s\b", "#")));
    }

    [Fact]
    public void The_wide_view_of_several_types_has_the_other_cells_of_each()
    {
        using var shell = sandbox.InNamespace();
        shell.Get(Deploy);
        shell.Get(Maps);

        var lines = Table(shell, "Get-KubeApiObject deploy, cm -n $ns | Format-Table -View Wide");

        Assert.Matches(
            "Up-to-date: [01]; Available: [01]; Containers: c; Images: busybox:1.36; Selector: app=web$",
            Assert.Single(lines, l => l.Contains("web", StringComparison.Ordinal)));
        Assert.EndsWith("Data: 1", Assert.Single(lines, l => l.Contains(" a ", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public void Several_sessions_add_a_column()
    {
        using var shell = sandbox.InNamespace();
        shell.Get(Deploy);
        shell.Get(
            "$one = Connect-KubeApi sandbox-admin -KubeConfig $KubeConfig -Name \"one-$ns\"; "
                + "$two = Connect-KubeApi sandbox-admin -KubeConfig $KubeConfig -Name \"two-$ns\"");

        Assert.Equal("Session Namespace Name Ready Up-to-date Available Age", Table(shell, "Get-KubeApiObject deploy -n $ns -Session $one, $two")[0]);
        Assert.Equal("Session Name Status Age", Table(shell, "Get-KubeApiObject namespace default -Session $one, $two")[0]);
        Assert.Equal("Session Namespace Name Age", Table(shell, "Get-KubeApiObject deploy -n $ns -Session $one, $two -NoServerPrint")[0]);
        Assert.Equal("Session Kind Namespace Name Ready Status Age", Table(shell, "Get-KubeApiObject deploy, cm -n $ns -Session $one, $two")[0]);
    }

    [Fact]
    public void Cells_stay_with_their_object()
    {
        using var shell = sandbox.InNamespace();
        shell.Get(Maps);

        var read = shell.Get("""
            $maps = Get-KubeApiObject cm a, b, c -n $ns | Where-Object Name -ne b | Sort-Object Name -Descending | Select-Object -First 2
            $maps | ForEach-Object { $_.Columns.Data.GetType().Name; $_.Columns.Name }
            """);

        Assert.Equal("Int64 c Int64 a", string.Join(' ', read));
    }

    [Theory]
    [InlineData("Get-KubeApiObject cm a -n $ns", "Int64 1")]
    [InlineData("Get-KubeApiObject cm a -n $ns -NoServerPrint", "")]
    [InlineData("Get-KubeApiObject cm odd -n $ns", "Int64 2")]
    public void A_cell_is_read_by_name(string script, string data)
    {
        using var shell = sandbox.InNamespace();
        shell.Get(Maps);
        shell.Get("""
            $odd = '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"odd"},"data":{"Key":"upper","key":"lower"}}'
            $null = Invoke-KubeApi POST /api/v1/namespaces/$ns/configmaps -Body $odd
            """);

        Assert.Equal(data, string.Join(' ', shell.Get($"$o = {script}; if ($null -ne $o.Columns.Data) {{ $o.Columns.Data.GetType().Name; $o.Columns.Data }}")));
        Assert.DoesNotContain("Columns", string.Join(' ', shell.Get("$o.PSObject.Properties.Name; ConvertTo-Json $o")), StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_are_right_aligned_regardless_of_the_declared_type()
    {
        using var shell = sandbox.InNamespace();
        shell.Get(Deploy);
        shell.Get(Maps);

        // 3 means right.
        Assert.Equal("Name=1 Data=3 Age=1", Alignments(shell, "Get-KubeApiObject cm a -n $ns"));
        Assert.Equal("Name=1 Ready=1 Up-to-date=3 Available=3 Age=1", Alignments(shell, "Get-KubeApiObject deploy -n $ns"));
    }

    [Fact]
    public void A_runspace_that_cannot_define_views_still_reads_objects()
    {
        using var shell = sandbox.InNamespace();
        shell.Get("$lease = @{ apiVersion = 'coordination.k8s.io/v1'; kind = 'Lease'; metadata = @{ name = 'one' }; spec = @{ holderIdentity = 'me' } }");
        shell.Get("$null = New-KubeApiObject $lease -n $ns -NoServerPrint; $PSModuleAutoLoadingPreference = 'None'; Remove-Module *Utility -Force");

        Assert.Equal("me", Assert.Single(shell.Get("(Get-KubeApiObject lease -n $ns).Columns.Holder")).BaseObject);
    }

    [Fact]
    public void The_views_of_common_kinds_exist_before_the_first_object()
    {
        using var shell = sandbox.Connected();

        Assert.Equal(
            "Name Ready Status Restarts Age",
            string.Join(' ', shell.Get("(Get-FormatData KubeApi.Object#v1/Pod).FormatViewDefinition[0].Control.Headers.Label")));
    }

    private static string Alignments(ModuleShell shell, string script) => (string)Assert.Single(shell.Get(
        $"@(@({script} | Format-Table)[0].shapeInfo.tableColumnInfoList | ForEach-Object {{ \"$($_.label)=$([Math]::Max(1, $_.alignment))\" }}) -join ' '")
        ).BaseObject;

    // The first line of a table, split into column names.
    private static string[] Table(ModuleShell shell, string script) =>
        [.. string.Concat(shell.Get($"$PSStyle.OutputRendering = 'PlainText'; {script} | Out-String -Width 300"))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries)))];
}
