using System.Management.Automation.Language;
using KubeApi.Client.Errors;
using KubeApi.Client.Requests;
using KubeApi.Errors;

namespace KubeApi.Tests.Module;

/// <summary>The name of an object is never a part of the command: neither where Tab completes it, nor where a message recommends a command.</summary>
public sealed class NastyNameTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>
{
    private static readonly string[] s_names =
    [
        "x\u2019;Get-Date;\u2018x", "x\u2018;Get-Date;\u2019", "x\u201a;Get-Date;\u201b", "x';Get-Date;'", "x\";Get-Date;\"", "x\u201c;Get-Date;\u201d",
        "x\u201e$(Get-Date)", "x$(Get-Date)", "x`;Get-Date", "x;Get-Date", "x|Get-Date", "x&Get-Date", "x\nGet-Date", "x\rGet-Date", "x\tGet-Date",
        "x Get-Date",
        "x\u00a0Get-Date", "x\u0085Get-Date", "x\u2028Get-Date", "x,y", "x{y}", "x(y)", "x#y", "x>y", "x@y", "x[a]", "x*", "x?", "x\\y", "x:y", "x~", "x=1",
        "x\u001b[31m", "x\u2013y", "x\U0001F600",
    ];

    public static TheoryData<string> Names => new(s_names);

    [Theory]
    [MemberData(nameof(Names))]
    [InlineData("-x")]
    [InlineData("–x")]
    [InlineData("--")]
    [InlineData("@x")]
    [InlineData("#x")]
    [InlineData("")]
    public void An_argument_is_the_value(string name)
    {
        Assert.Equal(name, Argument($"Show-KubeApiObject role {QuotedArgument.Exact(name)}", 2));
        Assert.Equal(TerminalText.Clean(name), Argument($"Show-KubeApiObject role {QuotedArgument.Quoted(name)}", 2));
    }

    [Theory]
    [InlineData("a\u001b", "; Get-Date #")]
    [InlineData("a\u001b]", "\u0007; Get-Date '")]
    public void A_message_is_cleaned_before_its_values_are_quoted(string first, string second)
    {
        var cleaned = TerminalText.Clean($"Get-KubeApiLog {QuotedArgument.Of(first)} -Container {QuotedArgument.Of(second)}");

        Assert.Equal("Get-KubeApiLog", Assert.Single(Commands(cleaned)).GetCommandName());
    }

    [Fact]
    public void Tab_completes_one_argument()
    {
        string[] names = [.. s_names.Select((name, i) => $"x{i:00}{name}")];
        using var shell = sandbox.InNamespace(inside: true);
        shell.Get($$"""
            foreach ($name in {{string.Join(", ", names.Select(n => $"'{CodeGeneration.EscapeSingleQuotedStringContent(n)}'"))}}) {
                $null = New-KubeApiObject @{ apiVersion = 'rbac.authorization.k8s.io/v1'; kind = 'Role'; metadata = @{ name = $name; namespace = $ns } }
            }
            $null = Select-KubeApiSession -Namespace $ns
            $null = New-PSDrive nasty KubeApi "/apis/rbac.authorization.k8s.io/v1/namespaces/$ns/roles"
            Set-Location nasty:/
            """);
        var path = $"/apis/rbac.authorization.k8s.io/v1/namespaces/{shell.Get("$ns")[0]}/roles/";

        foreach (var name in names)
        {
            foreach (var quote in new[] { "", "'", "\"", "\u2018", "\u201c" })
            {
                var typed = name[..3];
                Assert.Equal(name, Completed(shell, $"Show-KubeApiObject role {quote}{typed}", 2));
                Assert.Equal($"role/{name}", Completed(shell, $"Show-KubeApiObject {quote}role/{typed}", 1));
                Assert.Equal(path + PathSegment.Escape(name), Completed(shell, $"Invoke-KubeApi {quote}{path}{typed}", 1));
                AssertItem(shell, $"Get-Item {quote}./{typed}", name);
                AssertItem(shell, $"Get-Item {quote}nasty:/{typed}", name);
            }
        }
    }

    // PowerShell completes the path of a drive, and reads it as a pattern.
    private static void AssertItem(ModuleShell shell, string line, string name)
    {
        var completed = Completed(shell, line, 1);
        Assert.Equal(name, Assert.Single(shell.Get($"(Get-Item {QuotedArgument.Exact(completed)}).metadata.name")).ToString());
        Assert.Equal(name, Assert.Single(shell.Get($"(Get-Item -LiteralPath {QuotedArgument.Exact(completed)}).metadata.name")).ToString());
    }

    // The argument of the completed line.
    private static string Completed(ModuleShell shell, string line, int position)
    {
        var offered = "";
        Assert.True(SpinWait.SpinUntil(() => (offered = shell.Complete(line)).Length > 0, TimeSpan.FromMinutes(1)), line);
        return Argument(line[..(line.LastIndexOf(' ') + 1)] + offered, position);
    }

    private static string Argument(string line, int position)
    {
        var command = Assert.Single(Commands(line));
        Assert.Equal(position + 1, command.CommandElements.Count);
        return Assert.IsType<StringConstantExpressionAst>(command.CommandElements[position]).Value;
    }

    private static List<CommandAst> Commands(string line)
    {
        var script = Parser.ParseInput(line, out _, out var errors);
        Assert.Empty(errors.Select(e => e.Message));
        return [.. script.FindAll(a => a is CommandAst, searchNestedScriptBlocks: true).Cast<CommandAst>()];
    }
}
