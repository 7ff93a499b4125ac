"""The first lines an officer types."""

import riskreward as rr

contract = rr.gain_share(
    baseline="£12,201,000",
    guarantee="10%",
    share="25%",
    cap="£400,000",
    retention="20%",
    fee_starts="above the guarantee",
    shortfall="fee only",
    clawback=True,
    starts="2022-04-01",
    years=3,
)

for finding in contract.findings:
    print(finding)

statement = contract.settle({"2022-23": "£10,885,000", "2023-24": "£11,736,000"})
print(statement)
print(statement.amount("paid", "2022-23"), statement["2022-23"].line("fee by the share").working)

print(rr.compare(contract, contract.replace(share="20%"), statement.outturn).sentence)

checked = rr.check(contract)
print(checked.sentence)
for verdict in checked:
    print(verdict)
    if verdict.state == "broken":
        print(verdict.statement, [mend.lines for mend in verdict.mends])
