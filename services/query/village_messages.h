// Answers about places as messages.
//
// Thread safety: pure functions.

#pragma once

#include "amanah/v1/village_service.pb.h"
#include "ledger/views/village/banners.h"
#include "ledger/views/village/campaign.h"
#include "ledger/views/village/publish.h"
#include "ledger/views/village/schedule.h"
#include "ledger/views/village/served.h"

namespace services::query {

void FillBanner(const ledger::views::village::BannerRow& row,
                amanah::v1::VillageBanner* message);
void FillTable(const ledger::views::village::PublicTable& table,
               amanah::v1::PublicTable* message);
void FillServed(const ledger::views::village::ServedDay& row,
                amanah::v1::ServedDay* message);
void FillCompared(const ledger::views::village::ScheduleRow& row,
                  amanah::v1::ComparedSchedule* message);
void FillEffect(const ledger::views::village::CampaignEffect& effect,
                amanah::v1::GetCampaignEffectResponse* message);

}  // namespace services::query
