using System.Text.RegularExpressions;
using KubeApi.Sandbox;
using KubeApi.Tests.Sandbox;

namespace KubeApi.Tests.Module;

/// <summary>Tables of the module have the cells that kubectl prints for the same objects: in its transcripts, and live.</summary>
public sealed partial class KubectlTableTests : IAsyncLifetime
{
    // For each kind in the transcripts: tables that can be of the same moment.
    private static readonly string[] s_tables =
    [
        "02b-configmaps-get $ kubectl get configmaps -n demo",
        "04a-deployment $ kubectl get deploy,rs,pods -n demo",
        "04a-deployment $ kubectl get deploy,rs,pods -n demo -o wide",
        "04c-scale $ kubectl get hpa -n demo",
        "04e-statefulset-daemonset $ kubectl get sts,ds,pods -n demo -o wide",
        "04e-statefulset-daemonset $ kubectl get controllerrevisions -n demo",
        "04e-statefulset-daemonset $ kubectl get svc,endpointslices -n demo",
        "04e-statefulset-daemonset $ kubectl get svc -n demo -o wide",
        "04f-disruption $ kubectl get pdb -n demo",
        "04g-jobs $ kubectl get jobs,pods -n demo",
        "04g-jobs $ kubectl get jobs -n demo -o wide",
        "04g-jobs $ kubectl get cronjobs -n demo",
        "04g-jobs $ kubectl get events -n demo --field-selector involvedObject.name=once",
        "04h-expose $ kubectl get svc -n demo -o wide",
        "05a-crd $ kubectl get crd widgets.demo.example.com",
        "05a-crd $ kubectl get wd -n demo -o wide",
        "06a-rbac $ kubectl get sa,role,rolebinding -n demo",
        "06a-rbac $ kubectl get rolebinding -n demo -o wide",
        "06a-rbac $ kubectl get clusterrole,clusterrolebinding demo-nodes",
        "07a-logs $ kubectl get pod short -n demo",
        "07c-port-forward-run $ kubectl get pods -n demo",
        "09a-namespaces $ kubectl get quota -n demo-2",
        "09a-namespaces $ kubectl get limits -n demo-2",
        "09b-namespace-delete $ kubectl get ns demo-2",
    ];

    private SandboxServer _server = null!; // set before any test runs

    public async Task InitializeAsync() => _server = await SandboxServer.StartAsync(
        new SandboxOptions { State = Path.Combine(KubectlTranscript.Folder, "tables.yaml"), AreWorkloadsHeld = true });

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public void Each_kind_in_the_transcripts_is_shown_as_by_kubectl()
    {
        using var shell = Shell(_server.KubeConfigPath);
        var recorded = s_tables.Select(title => title.Split(" $ ")[0]).Distinct().SelectMany(name =>
            KubectlTranscript.ReadAsRecorded(name).DistinctBy(entry => entry.Command).Select(entry => KeyValuePair.Create($"{name} $ {entry.Command}", entry)))
            .ToDictionary();

        foreach (var title in s_tables)
        {
            var arguments = Arguments().Match(recorded[title].Command);
            var types = arguments.Groups["types"].Value.Split(',');
            var tables = PrintedTable.OfKubectl(recorded[title].Output).ToArray();
            Assert.Equal(types.Length, tables.Length);
            foreach (var (type, table) in types.Zip(tables))
            {
                // Other objects of the type belong to other tables. With several types, kubectl writes TYPE/NAME.
                var names = table[0][0] == "NAME" ? string.Join(',', table.Skip(1).Select(row => $"'{row[0][(row[0].IndexOf('/') + 1)..]}'")) : "";
                var theirs = table.Select(row => row.Select((cell, i) => i == 0 ? cell[(types.Length > 1 ? cell.IndexOf('/') + 1 : 0)..] : cell).ToArray());
                var ours = Ours(shell, $"Get-KubeApiObject {type} {names} {Options(arguments)}", arguments.Groups["wide"].Success);
                Assert.Equal($"{title}\n{PrintedTable.Comparable([.. theirs])}", $"{title}\n{PrintedTable.Comparable(ours)}");
            }
        }
    }

    [SkippableFact]
    public async Task Each_type_of_the_server_is_shown_as_by_kubectl()
    {
        Skip.IfNot(Kubectl.IsPresent, "kubectl is not installed.");
        var config = SandboxFixture.OtherCluster ?? _server.KubeConfigPath;
        var kubectl = new Kubectl(config, _server.Folder);
        using var shell = Shell(config);
        var compared = 0;
        var types = shell.Get("Get-KubeApiResource | Where-Object Verbs -Contains list | Where-Object Kind -ne ComponentStatus | ForEach-Object FullName");
        foreach (var type in types.Select(type => (string)type.BaseObject))
        {
            foreach (var isWide in new[] { false, true })
            {
                var (theirs, ours) = ("", "");
                // A live cluster changes between two reads.
                for (var attempt = 0; attempt < 5 && (attempt == 0 || theirs != ours); attempt++)
                {
                    var printed = await kubectl.RunAsync(["get", type, "-A", .. isWide ? new[] { "-o", "wide" } : []]);
                    theirs = printed.Length == 0 ? "" : PrintedTable.Comparable(PrintedTable.OfKubectl(printed).Single());
                    var rows = Ours(shell, $"Get-KubeApiObject {type} -A", isWide);
                    ours = rows.Length == 0 ? "" : PrintedTable.Comparable(rows);
                }

                Assert.Equal($"{type}\n{theirs}", $"{type}\n{ours}");
                compared += theirs.Length > 0 ? 1 : 0;
            }
        }

        Assert.InRange(compared, 20, int.MaxValue);
    }

    private static string[][] Ours(ModuleShell shell, string command, bool isWide) =>
        PrintedTable.OfModule(shell.Get($"{command} | Get-Row {(isWide ? "Wide" : "")}"));

    private static ModuleShell Shell(string kubeConfig)
    {
        var shell = new ModuleShell(("KubeConfig", kubeConfig));
        shell.Get($"$null = Connect-KubeApi -KubeConfig $KubeConfig -Name '{Guid.NewGuid():n}'");
        shell.Get(PrintedTable.Ours);
        return shell;
    }

    private static string Options(Match arguments) =>
        (arguments.Groups["ns"] is { Success: true, Value: var ns } ? $"-Namespace {ns} " : "")
        + (arguments.Groups["fields"] is { Success: true, Value: var fields } ? $"-FieldSelector {fields} " : "");

    [GeneratedRegex(@"^kubectl get (?<types>\S+)( [\w.-]+)*?( -n (?<ns>\S+))?( -o (?<wide>wide))?( --field-selector (?<fields>\S+))?$")]
    private static partial Regex Arguments();
}
