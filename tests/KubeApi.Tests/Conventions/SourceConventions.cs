using System.Text.RegularExpressions;
using KubeApi.Client.Http;
using KubeApi.Commands.Base;

namespace KubeApi.Tests.Conventions;

/// <summary>Conventions for the source: layout and dependencies.</summary>
public sealed partial class SourceConventions
{
    private const int LargestFile = 300;
    private const int LargestCmdlet = 120;
    private const int LargestSandbox = 19_700; // lines that are not blank
    private const int LargestLife = 5_550;
    private const int LongestLine = 160;

    // The controllers, the kubelet and the streams of pods.
    private static readonly string[] s_life = ["Controllers", "Workloads", "Kubelet", "Streams", "Containers", "Metrics"];

    // A folder depends only on folders of its own row and of later rows.
    private static readonly string[][] s_clientLayers =
    [
        ["Watching", "Streaming", "Proxying", "Workloads", "Access", "Describing"], ["Comparing"], ["Writing"], ["Reading"], ["Discovery"], ["Http"],
        ["Requests", "Configuration"], ["Authentication"], ["Errors"], ["Json"],
    ];

    private static readonly string[][] s_moduleLayers =
    [
        ["Commands", "Provider"], ["Operations"], ["Pipeline"], ["WarmUp", "Completion", "Formatting"], ["Binding"], ["Errors"], ["Output"],
        ["Session", "Yaml"],
    ];

    private static readonly string[][] s_sandboxLayers =
    [
        ["Http"], ["Faults", "Kubelet"], ["Workloads", "Metrics", "Reviews"], ["Controllers", "State"], ["Streams", "Discovery", "OpenApi"], ["Verbs"],
        ["Admission", "Services", "Decoding", "Auth"], ["Strategies", "Patches", "Flow"], ["Ownership", "Selectors", "Protocol"], ["Rbac"], ["Errors"],
        ["Store"], ["Types"], ["Schemas", "Protobuf", "Tables", "Containers"], ["Json", "Runtime"],
    ];

    private static readonly string[] s_files =
    [
        .. new[] { "src", "tests" }.SelectMany(d => Directory.EnumerateFiles(Path.Combine(Repository.Root, d), "*.cs", SearchOption.AllDirectories))
            .Select(f => Path.GetRelativePath(Repository.Root, f).Replace('\\', '/'))
            // A program of top-level statements declares no type.
            .Where(f => !f.EndsWith("/Program.cs", StringComparison.Ordinal))
            .Where(f => !f.Contains("/obj/", StringComparison.Ordinal) && !f.Contains("/bin/", StringComparison.Ordinal)),
    ];

    [Fact]
    public void A_file_contains_one_type_with_its_name() =>
        Assert.DoesNotContain(
            s_files, f => !TopLevelType().Matches(Text(f)).Select(m => m.Groups[1].Value).SequenceEqual([Path.GetFileNameWithoutExtension(f)]));

    [Fact]
    public void A_namespace_matches_its_folder() =>
        Assert.DoesNotContain(s_files, f => Namespace().Match(Text(f)).Groups[1].Value != string.Join('.', f.Split('/')[1..^1]));

    [Fact]
    public void A_source_file_is_small() =>
        Assert.DoesNotContain(s_files, f => f.StartsWith("src/", StringComparison.Ordinal) && Text(f).Count(c => c == '\n') > LargestFile);

    [Fact]
    public void The_sandbox_stays_readable_in_an_afternoon() => Assert.InRange(CountLines("src/KubeApi.Sandbox/"), 1, LargestSandbox);

    [Fact]
    public void The_workloads_and_pods_of_the_sandbox_stay_simple() =>
        Assert.InRange(s_life.Sum(folder => CountLines($"src/KubeApi.Sandbox/{folder}/")), 1, LargestLife);

    [Fact]
    public void A_cmdlet_is_short_and_in_one_file()
    {
        var cmdlets = s_files.Where(f => f.StartsWith("src/KubeApi/Commands/", StringComparison.Ordinal)).ToList();

        Assert.DoesNotContain(cmdlets, f => !f.Contains("/Base/", StringComparison.Ordinal) && Text(f).Count(c => c == '\n') > LargestCmdlet);
        Assert.DoesNotContain(cmdlets, f => Text(f).Contains("partial class", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("KubeApi.Client")]
    [InlineData("KubeApi")]
    [InlineData("KubeApi.Sandbox")]
    public void No_folder_takes_part_in_a_cycle(string project)
    {
        var graph = new FolderGraph();
        foreach (var file in s_files.Where(f => f.StartsWith($"src/{project}/", StringComparison.Ordinal) && f.Count(c => c == '/') > 2))
        {
            graph.Add(project, file.Split('/')[2], Text(file));
        }

        Assert.Empty(graph.FindCycle());
    }

    [Fact]
    public void No_folder_uses_a_higher_layer() => Assert.DoesNotContain(s_files, UsesAHigherLayer);

    // Only the server has the composition root; every other class takes its dependencies.
    [Fact]
    public void No_sandbox_class_takes_the_whole_cluster() =>
        Assert.DoesNotContain(
            s_files,
            f => f.StartsWith("src/KubeApi.Sandbox/", StringComparison.Ordinal) && Path.GetFileName(f) is not ("Cluster.cs" or "SandboxServer.cs")
                && WholeCluster().IsMatch(Text(f)));

    // The error would show only on .NET 8 and 9, where such a socket cannot connect to a host name on Unix (dotnet/runtime#110124).
    [Fact]
    public void A_socket_connects_before_its_options_are_set()
    {
        var text = Text("src/KubeApi.Client/Http/KeptAliveConnection.cs");

        Assert.InRange(text.IndexOf(".ConnectAsync(", StringComparison.Ordinal), 0, text.IndexOf(".SetSocketOption(", StringComparison.Ordinal));
        Assert.DoesNotContain(
            s_files,
            f =>
                f.StartsWith("src/KubeApi.Client/", StringComparison.Ordinal) && !f.EndsWith("/KeptAliveConnection.cs", StringComparison.Ordinal)
                    && Text(f).Contains("SocketOption(", StringComparison.Ordinal));
    }

    private static bool UsesAHigherLayer(string file)
    {
        var parts = file.Split('/');
        var layers = parts[1] switch { "KubeApi.Client" => s_clientLayers, "KubeApi" => s_moduleLayers, "KubeApi.Sandbox" => s_sandboxLayers, _ => [] };
        var own = Array.FindIndex(layers, l => l.Contains(parts[2]));
        return own > 0 && layers.Take(own).SelectMany(l => l).Any(f => Text(file).Contains($"using {parts[1]}.{f};", StringComparison.Ordinal));
    }

    // The text of a raw literal is data: its lines cannot be broken.
    private static IEnumerable<string> LongLines(string text) =>
        RawLiteral().Replace(text, "\"\"").Split('\n').Where(l => l.Length > LongestLine);

    private static int CountLines(string folder) =>
        s_files.Where(f => f.StartsWith(folder, StringComparison.Ordinal)).Sum(f => Text(f).Split('\n').Count(l => l.Trim().Length > 0));

    private static string Text(string file) => File.ReadAllText(Path.Combine(Repository.Root, file));

    [Fact]
    public void The_client_references_no_PowerShell_and_no_YAML_library()
    {
        // The base class library; this assembly contains Win32Exception, which Process throws on every system.
        Assert.DoesNotContain(
            typeof(ApiClient).Assembly.GetReferencedAssemblies(),
            a => !a.Name!.StartsWith("System", StringComparison.Ordinal) && a.Name != "Microsoft.Win32.Primitives");
        Assert.DoesNotContain(typeof(ApiClient).Assembly.GetReferencedAssemblies(), a => a.Name == "System.Management.Automation");
        Assert.DoesNotContain(typeof(KubeApiCmdlet).Assembly.GetReferencedAssemblies(), a => a.Name is "SharpYaml" or "KubeApi.Yaml");
    }

    // Messages for users belong to the module: src/KubeApi/Errors/Advice.cs.
    [Fact]
    public void The_client_names_no_cmdlet_or_parameter() => Assert.DoesNotContain(
        s_files.Where(f => f.StartsWith("src/KubeApi.Client/", StringComparison.Ordinal)).SelectMany(f => Text(f).Split('\n')),
        line =>
            !line.TrimStart().StartsWith("//", StringComparison.Ordinal) && line.Contains('"', StringComparison.Ordinal) && CmdletOrParameter().IsMatch(line));

    [Fact]
    public void No_line_is_too_long() => Assert.DoesNotContain(s_files, f => LongLines(Text(f)).Any());

    // In the current culture, a Turkish ADMIN would not match admin.
    [Fact]
    public void Names_ignore_case_in_the_same_way_in_all_cultures() =>
        Assert.Equal(
            ["src/KubeApi/Session/NameWildcard.cs"],
            s_files.Where(
                f => f.StartsWith("src/", StringComparison.Ordinal) && Text(f).Contains("WildcardOptions.IgnoreCase", StringComparison.Ordinal)));

    [Fact]
    public void Only_the_session_store_has_static_state()
    {
        var keepers = s_files
            .Where(f => f.StartsWith("src/KubeApi/", StringComparison.Ordinal) || f.StartsWith("src/KubeApi.Client/", StringComparison.Ordinal))
            .Where(f => MutableStatic().IsMatch(Text(f)));

        Assert.Equal(["src/KubeApi/Session/SessionStore.cs"], keepers);
    }

    [GeneratedRegex(@"\bCluster (_?\w+)\b|new Cluster\(")]
    private static partial Regex WholeCluster();

    [GeneratedRegex(
        @"^(?:public |internal |file )?(?:static |sealed |abstract |partial |readonly |ref )*(?:class|record struct|record|struct|enum|interface) (\w+)",
        RegexOptions.Multiline)]
    private static partial Regex TopLevelType();

    [GeneratedRegex(@"[\s""(]-[A-Z][A-Za-z]+|\b[A-Z][a-z]+-KubeApi")]
    private static partial Regex CmdletOrParameter();

    [GeneratedRegex(@"(""{3,}).*?\1", RegexOptions.Singleline)]
    private static partial Regex RawLiteral();

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"static (?!readonly)[\w<>?,\[\] ]+ s_\w+|static readonly (?:Concurrent|ConditionalWeakTable|Dictionary|List)")]
    private static partial Regex MutableStatic();
}
